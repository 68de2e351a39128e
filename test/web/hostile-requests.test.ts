/** The API against its own OpenAPI document: requests made from it, and each answer held against it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { useEdge } from './support/edge.ts';
import { type JsonSchema, type Known, spoilt, valuesOf } from './support/json-schema.ts';
import { ADA, PRODUCT } from './support/world.ts';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: JsonSchema;
}
interface Content {
  [type: string]: { schema: JsonSchema };
}
interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  body: JsonSchema | undefined;
  responses: Record<string, { headers?: Record<string, { required?: boolean }>; content?: Content }>;
}
interface Document {
  paths: Record<
    string,
    Record<string, Pick<Operation, 'responses'> & { parameters?: Parameter[]; requestBody?: { content: Content } }>
  >;
  components: { schemas: Record<string, JsonSchema> };
}

const edge = useEdge();

/** How often each operation is asked; the seed is the run's own, and a failure names it. */
const RUNS = 80;

/** The refusals that say: the request is not what its schema allows. */
const BREAKS_SCHEMA = ['invalid-request', 'malformed-json', 'idempotency-key-invalid', 'idempotency-key-missing'];

async function described() {
  const { call, world, asOperator } = await edge();
  const document: Document = (await call('GET', '/api/openapi.json')).json;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { parameters = [], requestBody, responses }]): Operation => ({
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content['application/json']?.schema,
        responses,
      }),
    ),
  );
  /** Whether the document allows a value in this place. */
  const compiled = new Map<JsonSchema, (value: unknown) => boolean>();
  const allows = (schema: JsonSchema, value: unknown): boolean => {
    const known = compiled.get(schema);
    const check = known ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')));
    if (known === undefined) compiled.set(schema, check);
    return check(value);
  };
  return { call, world, asOperator, operations, allows, schemas: document.components.schemas };
}

/** A parameter is a text on the wire; one that is a number has one spelling. */
function read(schema: JsonSchema, text: string): unknown {
  return schema.type === 'integer' && /^-?(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text;
}

/** What can stand in each place of a URL or a header. */
const SENDABLE = {
  path: (text: string) => !/\p{Surrogate}|^\.{0,2}$/u.test(text),
  query: (text: string) => !/\p{Surrogate}/u.test(text),
  header: (text: string) => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text),
};

test('whatever is sent, the API takes what its document allows, refuses the rest, and answers as documented', async () => {
  const { call, world, asOperator, operations, allows, schemas } = await described();
  const { orderId } = await world.asking();
  const known: Known = {
    orderId: [orderId],
    customerId: [world.customer.customerId],
    productId: [PRODUCT.productId],
    termsVersion: [PRODUCT.termsVersion],
  };
  const kinds = [
    { kind: 'accepted' },
    { kind: 'unavailable' },
    { kind: 'notPossible', state: 'expired', cause: 'customerNoResponse' },
  ] as const;
  const answers = [
    ...kinds,
    { kind: 'superseded' },
    { kind: 'alreadyAnswered', accepted: { by: 'customer', at: new Date(world.now).toISOString(), details: ADA } },
  ] as const;
  const seen = { taken: 0, refused: 0, statuses: new Set<string>() };

  for (const { method, path, parameters, body, responses } of operations) {
    const values = Object.fromEntries(
      parameters.map((parameter) => {
        const text = valuesOf(
          { type: 'object', properties: { [parameter.name]: parameter.schema } },
          { schemas, known },
        )
          .map((made) => (made as Record<string, unknown>)[parameter.name])
          .map((value) => (value === undefined ? undefined : String(value)));
        const given = fc.oneof(
          { weight: 8, arbitrary: text },
          { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
        );
        const sendable = given.filter((one) =>
          one === undefined ? parameter.in !== 'path' : SENDABLE[parameter.in](one),
        );
        return [parameter.name, sendable];
      }),
    );
    const content = body && valuesOf(body, { schemas, known });
    const sent = content && fc.oneof(content, content.chain(spoilt));
    const request = fc.record({
      values: fc.record(values),
      body: sent ?? fc.constant(undefined),
      message: fc.constantFrom(...kinds),
      answer: fc.constantFrom(...answers),
    });
    await fc.assert(
      fc.asyncProperty(request, async (made) => {
        world.nextMessage = made.message;
        world.nextAnswer = made.answer;
        const url = new URL(
          `https://orders.example${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(made.values[name] ?? ''))}`,
        );
        const headers: Record<string, string> = path.startsWith('/api/operator/') ? { ...asOperator } : {};
        for (const { name, in: where } of parameters) {
          const value = made.values[name];
          if (value !== undefined && where === 'query') url.searchParams.set(name, value);
          if (value !== undefined && where === 'header') headers[name] = value;
        }
        const text = body === undefined ? undefined : JSON.stringify(made.body);
        const {
          status,
          json,
          headers: got,
          text: answered,
        } = await call(method, url.pathname + url.search, text, headers);

        const documented = responses[status];
        expect([status, documented !== undefined]).toEqual([status, true]);
        expect(status).not.toBe(500);
        const type = got.get('content-type') ?? '';
        const schema = documented?.content?.[type]?.schema;
        expect([type, schema !== undefined && allows(schema, json)]).toEqual([type, true]);
        for (const [name, { required }] of Object.entries(documented?.headers ?? {})) {
          if (required) expect([name, got.get(name)]).toEqual([name, expect.any(String)]);
        }
        expect(answered).not.toMatch(/node_modules|\bat .*\.ts/);

        const allowed =
          parameters.every(({ name, schema: of, required, in: where }) => {
            const value = made.values[name];
            // Ids that cannot be are ids of nothing.
            return where === 'path' || (value === undefined ? !required : allows(of, read(of, value)));
          }) &&
          (body === undefined || allows(body, JSON.parse(text as string)));
        const unknownPlace = status === 404 && path.includes('{');
        if (!unknownPlace) expect([allowed, BREAKS_SCHEMA.includes(json.code)]).toEqual([allowed, !allowed]);
        seen[allowed ? 'taken' : 'refused'] += 1;
        seen.statuses.add(`${status}`);
      }),
      { numRuns: body === undefined ? RUNS / 2 : RUNS },
    );
  }
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(100);
  expect([...seen.statuses].sort()).toEqual(
    expect.arrayContaining(['200', '201', '202', '400', '404', '409', '422', '503']),
  );
}, 120_000);

test.each(['cancellation', 'information-request'])('a body that may be missing may be: %s', async (what) => {
  const { call, world } = await edge();
  for (const headers of [{}, { 'content-type': 'application/json' }] as Record<string, string>[]) {
    world.nextMessage = { kind: 'accepted' };
    const { orderId } = await world.asking();
    expect((await call('POST', `/api/orders/${orderId}/${what}`, undefined, headers)).status).toBe(202);
  }
});
