/** How a JSON Schema reads in the documentation. */

/** As much of JSON Schema as our own schemas use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  example?: unknown;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  format?: string;
}

export type Schemas = Record<string, Schema>;

/** An object's fields as a table. */
export function Fields({ schema }: { schema: Schema }) {
  if (schema.properties === undefined) return <TypeOf schema={schema} />;
  return (
    <div class="scroll" tabindex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(schema.properties).map(([name, property]) => (
            <tr>
              <td>
                <code>{name}</code>
                {schema.required?.includes(name) ? '' : ' (optional)'}
              </td>
              <td>
                <TypeOf schema={property} />
                {property.description === undefined ? '' : `. ${property.description}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A type in a few words, with a link where it has a name. */
export function TypeOf({ schema }: { schema: Schema }) {
  const reference = referenceOf(schema);
  if (reference !== undefined) return <a href={`#schema-${reference}`}>{reference}</a>;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) {
    return (
      <>
        {choices.map((choice, index) => (
          <>
            {index === 0 ? '' : ' or '}
            <TypeOf schema={choice} />
          </>
        ))}
      </>
    );
  }
  if (schema.enum !== undefined) return <>{schema.enum.map((value) => JSON.stringify(value)).join(', ')}</>;
  if (schema.type === 'array') {
    return (
      <>
        list of <TypeOf schema={schema.items ?? {}} />
      </>
    );
  }
  if (schema.properties !== undefined) {
    const names = Object.entries(schema.properties);
    return (
      <>
        {'{'}
        {names.map(([name, property], index) => (
          <>
            {index === 0 ? '' : ', '}
            {name}
            {schema.required?.includes(name) ? '' : '?'}: <TypeOf schema={property} />
          </>
        ))}
        {'}'}
      </>
    );
  }
  return <>{[wordOf(schema), limitsOf(schema)].filter(Boolean).join(', ')}</>;
}

function wordOf(schema: Schema): string {
  const types = [schema.type ?? 'anything'].flat().map((type) => (type === 'integer' ? 'whole number' : type));
  return schema.format === 'date-time' ? 'instant (ISO 8601)' : types.join(' or ');
}

function limitsOf({ minimum, maximum, maxLength, default: usual }: Schema): string {
  return [
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : '',
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    usual === undefined || usual === '' ? '' : `${JSON.stringify(usual)} by default`,
  ]
    .filter(Boolean)
    .join(', ');
}

function referenceOf(schema: Schema): string | undefined {
  return (schema.$ref ?? schema.allOf?.find((part) => part.$ref)?.$ref)?.split('/').at(-1);
}

/** An example made from the examples of the parts; optional parts without one are left out. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  const reference = referenceOf(schema);
  if (reference !== undefined) return exampleOf(schemas[reference] ?? {}, schemas);
  if (schema.example !== undefined) return schema.example;
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice !== undefined) return exampleOf(choice, schemas);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'array') return [exampleOf(schema.items ?? {}, schemas)];
  if (schema.properties !== undefined) {
    const shown = Object.entries(schema.properties).map(([name, property]) => [name, exampleOf(property, schemas)]);
    return Object.fromEntries(shown.filter(([, value]) => value !== undefined));
  }
  return schema.type === 'string' ? '…' : undefined;
}
