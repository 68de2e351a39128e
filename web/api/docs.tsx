/** The API's own documentation, all of it made from the OpenAPI document: no second text to keep true. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { AdministratorDetailsSchema } from '../rules/bodies.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { PROBLEMS, Problem, type ProblemCode } from '../site/problems.ts';
import { respond } from '../ui/layout.tsx';
import { ApiDocs, Prose } from './docs-page.tsx';

const INTRODUCTION = `Place orders for subscriptions and follow them to their end. All bodies are JSON in UTF-8, all times ISO 8601 in UTC, all amounts decimal numbers in strings.

Send \`Authorization: Bearer …\` with a token of your company. A token sees its own company's orders and customers; everybody else's do not exist for it.

Errors are RFC 9457 problem details: switch on \`code\`, show \`detail\`, and give \`requestId\` to support.

Lists answer \`{items, nextCursor}\`: send \`nextCursor\` back as \`cursor\` until it is null.`;

/** Serves the OpenAPI document, the page for reading it, and a page for each problem. */
export function docsRoutes(app: OpenAPIHono<HttpEnv>, deps: HttpDeps, base: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.register('AdministratorDetails', AdministratorDetailsSchema);
  // Made on first use: until then routes are still being added.
  let made: ReturnType<typeof app.getOpenAPI31Document> | undefined;
  const document = () => {
    made ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Order API', version: '1', description: INTRODUCTION },
      servers: [{ url: deps.publicUrl }],
    });
    return made;
  };

  app.get('/api/openapi.json', function openApiDocument(c) {
    return c.json(document());
  });
  app.get('/api/docs', function docsPage(c) {
    const children = <ApiDocs document={document()} base={base} />;
    return respond(c, 200, { title: 'Order API', base, wide: true, children });
  });
  app.get('/api/problems/:code', function problemPage(c) {
    const code = c.req.param('code');
    if (!isProblemCode(code)) throw new Problem('not-found', 'There is no such problem code.');
    const { title } = PROBLEMS[code];
    return respond(c, 200, { title, base, children: <ProblemDocs code={code} base={base} /> });
  });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function ProblemDocs({ code, base }: { code: ProblemCode; base: string }) {
  const { title, status, advice } = PROBLEMS[code];
  return (
    <>
      <h1>{title}</h1>
      <p>
        Problem code <code>{code}</code>, HTTP status <code>{status}</code>.
      </p>
      <p class="lead">
        <Prose text={advice} />
      </p>
      <p>
        <a href={`${base}/api/docs#problems`}>All problems</a>
      </p>
    </>
  );
}
