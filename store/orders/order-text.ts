/** The text in which an order is searched. It is frozen at Buy, as everything that it is made from. */
import { folded } from '../database/search-text.ts';

export interface OrderTextParts {
  orderId: string;
  customerName: string;
  purchaseOrderNumber: string | undefined;
  productNames: readonly string[];
}

/** What an order can be found by. */
export function orderText({ orderId, customerName, purchaseOrderNumber, productNames }: OrderTextParts): string {
  return folded([orderId, purchaseOrderNumber ?? '', customerName, ...new Set(productNames)].join('\n'));
}
