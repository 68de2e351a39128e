/** How requests are read: JSON strictly, and every schema error as one problem that names all places. */
import type { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { Problem, type RequestError } from '../site/problems.ts';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

/** Refuses what is not JSON before any schema sees it. An optional body may be missing or empty, and is then `{}`. */
export function strictJson(body: 'required' | 'optional'): MiddlewareHandler {
  return async function strictJson(c, next) {
    const text = await c.req.text();
    if (text === '' && body === 'optional') {
      // The cache holds promises, whatever its type says; the library's validator reads the body from here.
      // Without a content type it takes a missing body by itself, and would refuse this one.
      if (c.req.header('content-type')) Object.assign(c.req.bodyCache, { text: Promise.resolve('{}') });
      return next();
    }
    const type = c.req.header('content-type');
    if (type === undefined || !JSON_TYPE.test(type)) {
      throw new Problem('unsupported-media-type', 'Send the body as application/json in UTF-8.');
    }
    try {
      JSON.parse(text);
    } catch {
      throw new Problem('malformed-json', text === '' ? 'The body is empty.' : 'The body is not valid JSON.');
    }
    return next();
  };
}

/** The hook of every route: turns a failed validation into a problem. */
export function refuseInvalid(
  result: { success: true } | { success: false; target: string; error: z.ZodError },
  _c: Context,
): void {
  if (result.success) return;
  const { target, error } = result;
  if (target === 'header') throw badIdempotencyKey(error);
  const errors = error.issues.flatMap((issue) => errorsOf(issue, target === 'json'));
  throw invalidRequest([...new Map(errors.map((one) => [JSON.stringify(one), one])).values()]);
}

/** Whoever has more to mend than this is not helped by the rest of the list. */
const MOST_ERRORS = 50;

export function invalidRequest(errors: RequestError[]): Problem {
  const places = errors.map((error) => error.pointer || error.parameter || 'the body').slice(0, 5);
  return new Problem('invalid-request', `Mend ${places.join(', ')}${errors.length > 5 ? ' and more' : ''}.`, {
    extra: { errors: errors.slice(0, MOST_ERRORS) },
  });
}

function errorsOf(issue: z.core.$ZodIssue, inBody: boolean): RequestError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ ...place([...issue.path, key], inBody), detail: `Unknown field: ${key}` }));
  }
  return [{ ...place(issue.path, inBody), detail: issue.message }];
}

function place(path: PropertyKey[], inBody: boolean): RequestError | { pointer: string } | { parameter: string } {
  if (!inBody) return { parameter: path.map(String).join('.') };
  return { pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('') };
}

function badIdempotencyKey(error: z.ZodError): Problem {
  return error.issues.some((issue) => issue.code === 'invalid_type')
    ? new Problem('idempotency-key-missing', 'Send an Idempotency-Key header with every order.')
    : new Problem('idempotency-key-invalid', 'The Idempotency-Key must be 1 to 255 visible ASCII characters.');
}
