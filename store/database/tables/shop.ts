/** The shop's tables as Kysely sees them; see `../schema.ts`, which they are a part of. */
import type { ColumnType, Generated } from 'kysely';
import type { AdministratorSource } from '../../../workflows/contract/order.ts';
import type { Line, OrderDraft, Terms } from '../../shop/shop.ts';

type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
type Now = ColumnType<string, string | undefined, string>;

export interface ShopSchema {
  cart_lines: {
    user_id: string;
    product_id: string;
    quantity: number;
    /** In the order of adding; several may come in one instant. */
    sequence: Generated<number>;
  };
  order_drafts: {
    draft_id: string;
    user_id: string;
    reseller_id: string;
    lines: Json<Line[]>;
    customer_id: string | null;
    customer_reviewed: Generated<boolean>;
    administrator: NullableJson<AdministratorSource>;
    typed: ColumnType<OrderDraft['typed'], string | undefined, string>;
    /** Whether what was bought has left the cart. */
    cleared: Generated<boolean>;
    touched_at: Now;
  };
  terms: {
    version: string;
    language: string;
    title: string;
    sections: Json<Terms['sections']>;
  };
}
