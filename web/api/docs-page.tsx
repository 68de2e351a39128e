/** How an OpenAPI document reads as a page. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { HttpEnv } from '../site/ports.ts';
import { PROBLEMS } from '../site/problems.ts';
import { exampleOf, Fields, type Schema, type Schemas, TypeOf } from './docs-schema.tsx';

type Document = ReturnType<OpenAPIHono<HttpEnv>['getOpenAPI31Document']>;

/** As much of an operation as ours have: they refer to schemas, and to nothing else. */
interface Operation {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}

/** Text in which `code` is marked by backticks. */
export function Prose({ text }: { text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>;
}

export function ApiDocs({ document, base }: { document: Document; base: string }) {
  const schemas: Schemas = document.components?.schemas ?? {};
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
  );
  const anchor = (method: string, path: string) => `${method}${path.replace(/[^a-zA-Z]+/g, '-')}`.replace(/-$/, '');
  return (
    <>
      <h1>{document.info.title}</h1>
      {(document.info.description ?? '').split('\n\n').map((paragraph) => (
        <p>
          <Prose text={paragraph} />
        </p>
      ))}
      <p>
        <a href={`${base}/api/openapi.json`}>OpenAPI document</a>
      </p>
      <nav class="card toc" aria-labelledby="contents">
        <h2 id="contents">Contents</h2>
        <ul>
          {operations.map(({ path, method, operation }) => (
            <li>
              <a href={`#${anchor(method, path)}`}>{operation.summary ?? path}</a>
            </li>
          ))}
          <li>
            <a href="#schemas">Schemas</a>
          </li>
          <li>
            <a href="#problems">Problems</a>
          </li>
        </ul>
      </nav>
      {operations.map(({ path, method, operation }) => (
        <section class="card" aria-labelledby={anchor(method, path)}>
          <OperationDocs
            id={anchor(method, path)}
            method={method}
            path={path}
            operation={operation}
            schemas={schemas}
          />
        </section>
      ))}
      <h2 id="schemas">Schemas</h2>
      {Object.entries(schemas).map(([name, schema]) => (
        <section class="card">
          <h3 id={`schema-${name}`}>{name}</h3>
          {schema.description === undefined ? null : <p>{schema.description}</p>}
          <Fields schema={schema} />
        </section>
      ))}
      <h2 id="problems">Problems</h2>
      <div class="card scroll" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Code</th>
              <th scope="col">Meaning, and what to do</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(PROBLEMS).map(([code, kind]) => (
              <tr>
                <td>{kind.status}</td>
                <td>
                  <a href={`${base}/api/problems/${code}`}>
                    <code>{code}</code>
                  </a>
                </td>
                <td>
                  {kind.title}. <Prose text={kind.advice} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface OperationProps {
  id: string;
  method: string;
  path: string;
  operation: Operation;
  schemas: Schemas;
}

function OperationDocs({ id, method, path, operation, schemas }: OperationProps) {
  const body = operation.requestBody?.content?.['application/json']?.schema;
  return (
    <>
      <h2 id={id}>{operation.summary ?? path}</h2>
      <p>
        <span class="method">{method.toUpperCase()}</span> <code>{path}</code>
      </p>
      {operation.description === undefined ? null : (
        <p>
          <Prose text={operation.description} />
        </p>
      )}
      {operation.parameters === undefined || operation.parameters.length === 0 ? null : (
        <div class="scroll" tabindex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                <th scope="col">In</th>
                <th scope="col">What it is</th>
              </tr>
            </thead>
            <tbody>
              {operation.parameters.map((parameter) => (
                <tr>
                  <td>
                    <code>{parameter.name}</code>
                    {parameter.required ? '' : ' (optional)'}
                  </td>
                  <td>{parameter.in}</td>
                  <td>
                    <TypeOf schema={parameter.schema ?? {}} /> {parameter.description}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {body === undefined ? null : (
        <>
          <h3>
            Body{operation.requestBody?.required ? '' : ' (optional)'}: <TypeOf schema={body} />
          </h3>
          <pre tabindex={0}>
            <code>{JSON.stringify(exampleOf(body, schemas), null, 2)}</code>
          </pre>
        </>
      )}
      <h3>Answers</h3>
      <div class="scroll" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(operation.responses ?? {}).map(([status, response]) => (
              <tr>
                <td>{status}</td>
                <td>
                  <Prose text={response.description ?? ''} />
                  {response.content?.['application/json']?.schema === undefined ? null : (
                    <>
                      {': '}
                      <TypeOf schema={response.content['application/json'].schema} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
