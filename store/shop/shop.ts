/**
 * What a reseller's user does before Buy: carts, order drafts, terms, and finding a customer among many. Everything is
 * in the database, so that it survives logout, restart and reload.
 */
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { productsById } from '../market/catalogue.ts';
import { searchCustomers } from '../market/customer-search.ts';
import { putTerms, terms } from '../market/terms.ts';
import { addToCart, cart, cartCount, removeFromCart, setQuantities } from './carts.ts';
import { addDraftCustomer, changeDraft, clearBought } from './draft-changes.ts';
import { createDraft, discardDraft, draft, unfinished } from './drafts.ts';

export type ShopStore = ReturnType<typeof createShop>;

export function createShop(db: Database) {
  return operationsOn(db, {
    cart,
    cartCount,
    addToCart,
    setQuantities,
    removeFromCart,
    createDraft,
    draft,
    unfinished,
    discardDraft,
    changeDraft,
    addDraftCustomer,
    clearBought,
    products: productsById,
    searchCustomers,
    terms,
    putTerms,
  });
}
