/** How a column is read and written, where that is not the same type. */
import type { ColumnType } from 'kysely';

/** `jsonb`: read as a value, written as JSON text, because `pg` would make a PostgreSQL array of a JavaScript one. */
export type Json<T> = ColumnType<T, string, string>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** `timestamptz(3)` as an ISO 8601 instant. */
export type Instant = string;
/** The default is the database's clock, the only one that all processes share. */
export type Now = ColumnType<Instant, Instant | undefined, Instant>;

/** A text that has a default. */
export type DefaultText = ColumnType<string, string | undefined, string>;
