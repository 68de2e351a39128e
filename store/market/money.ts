/** Money in minor units (cents), never in floating point. */
export interface Money {
  minor: number;
  /** ISO 4217. */
  currency: string;
}
