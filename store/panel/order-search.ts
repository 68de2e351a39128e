/** Orders as the control panel looks for them and watches them. */
import type { Database } from '../schema.ts';

export interface OrderSearch {
  /** How many orders of the reseller wait on the reseller. */
  waitingOnReseller(resellerId: string): Promise<number>;
}

export function orderSearch(_db: Database): OrderSearch {
  return { waitingOnReseller: async () => 0 };
}
