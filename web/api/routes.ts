/** What the routes of the API have in common, as OpenAPI sees it. */
import { type RouteConfig, type RouteHandler, z } from '@hono/zod-openapi';
import type { HttpEnv } from '../site/ports.ts';
import { PROBLEMS, type ProblemCode } from '../site/problems.ts';

const ProblemSchema = z
  .object({
    type: z.string().openapi({ format: 'uri', description: 'A page that explains the code' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(PROBLEMS)),
    instance: z.string().openapi({ description: 'The request, as a URN' }),
    requestId: z.string().openapi({ description: 'For support' }),
    safeToRepeat: z.boolean().optional().openapi({
      description: 'With 429 and 503: whether the same request may be sent again without anything happening twice',
    }),
    errors: z
      .array(z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
      .optional(),
  })
  .openapi('Problem', { additionalProperties: true });

/** Problems are thrown and never returned by a handler, so they are kept out of the types of what it returns. */
type NoTypedResponse = Record<never, never>;

/** What every operation with a token and no body may answer. */
const ALWAYS: ProblemCode[] = [
  'unauthorized',
  'token-not-allowed',
  'too-many-requests',
  'internal',
  'unavailable',
  'overloaded',
];
const WITH_BODY: ProblemCode[] = ['malformed-json', 'invalid-request', 'payload-too-large', 'unsupported-media-type'];

/** The `responses` of an operation for its problems: one for each status, naming the codes that come with it. */
export function problems(...codes: ProblemCode[]): NoTypedResponse {
  return onlyProblems(...codes, ...ALWAYS);
}

export function problemsWithBody(...codes: ProblemCode[]): NoTypedResponse {
  return problems(...WITH_BODY, ...codes);
}

/** As {@link problems}, of an operation that takes no token. */
export function onlyProblems(...codes: ProblemCode[]): NoTypedResponse {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, list]) => [status, problemOf(status, list)]),
  );
}

function header(name: string, type: 'string' | 'integer', description: string) {
  return { [name]: { required: true, schema: { type }, description } };
}

const RETRY_AFTER = header('Retry-After', 'integer', 'Seconds after which the request may be repeated');

/** What comes with every problem of a status. */
const HEADERS: Record<number, ReturnType<typeof header>> = {
  401: header('WWW-Authenticate', 'string', 'RFC 6750: `Bearer`, with `error` where a token came with the request'),
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

/** Where what was made can be read. */
export function location(description: string) {
  return header('Location', 'string', description);
}

/** What tells whether an order has changed. */
export const ETAG = header(
  'ETag',
  'string',
  'Another one after each change of the order; weak, since it says nothing of single bytes',
);

function problemOf(status: number, codes: ProblemCode[]) {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('. '),
    ...(HEADERS[status] && { headers: HEADERS[status] }),
    content: { 'application/problem+json': { schema: ProblemSchema } },
  };
}

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A request body; strict JSON is checked by a middleware of ours, the schema by the library. */
export function jsonBody<T extends z.ZodType>(schema: T, required: 'required' | 'optional') {
  return { required: required === 'required', content: { 'application/json': { schema } } };
}

/** A handler that takes and answers what its route says. */
export type Handler<R extends RouteConfig> = RouteHandler<R, HttpEnv>;

export const SECURED = [{ bearer: [] }];
