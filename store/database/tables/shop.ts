/** What a reseller's user does before Buy. */
import type { ColumnType, Generated } from 'kysely';
import type { AdministratorSource, LineFailurePolicy } from '../../../workflows/contract/order.ts';
import type { Json, Now, NullableJson } from '../columns.ts';

export interface Line {
  productId: string;
  quantity: number;
}

/** The forms of a draft that name people, whose input must not be in an address. */
export type DraftForm = 'customer' | 'administrator';

/** What was typed into each form, by field. */
export type Typed = Partial<Record<DraftForm, Record<string, string>>>;

export interface ShopTables {
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
    line_failure: ColumnType<LineFailurePolicy | null, LineFailurePolicy | undefined, LineFailurePolicy>;
    typed: ColumnType<Typed, string | undefined, string>;
    /** Whether what was bought has left the cart. */
    cleared: Generated<boolean>;
    touched_at: Now;
  };
}
