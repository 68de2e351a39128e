/**
 * What a reseller's user does before Buy: carts, order drafts, terms, and finding a customer among many. Everything is
 * in the database, so that it survives logout, restart and reload.
 */
import type { AdministratorSource } from '../../workflows/contract/order.ts';
import type { Database } from '../database/schema.ts';
import { searchCustomers } from '../market/customer-search.ts';
import { terms } from '../market/terms.ts';
import type { Customer, Product } from '../store.ts';
import * as carts from './carts.ts';
import * as drafts from './drafts.ts';

export interface CartLine {
  /** As the catalogue has it now; it may have been withdrawn since. */
  product: Product;
  quantity: number;
}

export interface Line {
  productId: string;
  quantity: number;
}

/** Whose draft it is. To anybody else a draft is as one that does not exist. */
export interface DraftOwner {
  userId: string;
  resellerId: string;
}

/** An order on its way through the steps. Each has an id of its own, so that two tabs are two orders. */
export interface OrderDraft {
  draftId: string;
  lines: Line[];
  customerId?: string;
  /** Whether the customer, as chosen, has been looked at and confirmed. */
  customerReviewed: boolean;
  administrator?: AdministratorSource;
  /** What was typed into a form and could not be taken, by field; gone once the form is. */
  typed: Partial<Record<DraftForm, Record<string, string>>>;
  /** Once bought. A draft that was bought does not change any more. */
  orderId?: string;
}

/** The forms of a draft that name people, whose input must not be in an address. */
export type DraftForm = 'customer' | 'administrator';

export interface UnfinishedDraft {
  draftId: string;
  customerName: string;
  lines: Line[];
  /** ISO 8601 instant. */
  touchedAt: string;
}

export type DraftChange =
  | { lines: Line[] }
  /** Another customer than before takes the review and the administrator with it: they were about the other one. */
  | { customerId: string }
  | { customerReviewed: true }
  | { administrator: AdministratorSource }
  /** Keeps what was typed, so that a reload or a way back loses nothing of it. */
  | { typed: { form: DraftForm; input: Record<string, string> } };

/** `gone`: there is no such draft; `bought`: it is an order now, and was left as it is. */
export type DraftOutcome = 'changed' | 'bought' | 'gone';

/** One version of the terms in one language. Once written it never changes: people agreed to it. */
export interface Terms {
  version: string;
  /** `en`, `de` … */
  language: string;
  title: string;
  sections: { heading: string; paragraphs: string[] }[];
}

export interface ShopStore {
  /** In the order in which the lines were added. */
  cart(userId: string): Promise<CartLine[]>;
  /** How many lines are in the cart. */
  cartCount(userId: string): Promise<number>;
  /** Adds a line with the smallest quantity that is sold. A line that is there already stays as it is. */
  addToCart(userId: string, productId: string): Promise<'added' | 'already' | 'notSold' | 'full'>;
  /** Changes the quantities of lines that are in the cart; others are ignored. */
  setQuantities(userId: string, lines: readonly Line[]): Promise<void>;
  removeFromCart(userId: string, productId: string): Promise<void>;
  /** Begins an order. Drafts that the user has not touched for 90 days are forgotten: they may name people. */
  createDraft(owner: DraftOwner, lines: readonly Line[]): Promise<string>;
  draft(owner: DraftOwner, draftId: string): Promise<OrderDraft | undefined>;
  /** Orders that were begun and not bought: those that have a customer, of the last 7 days, newest first, at most 5. */
  unfinished(owner: DraftOwner): Promise<UnfinishedDraft[]>;
  discardDraft(owner: DraftOwner, draftId: string): Promise<void>;
  changeDraft(owner: DraftOwner, draftId: string, change: DraftChange): Promise<DraftOutcome>;
  /** Adds a customer and chooses it for the draft, in one transaction. The same customer sent again is the same one. */
  addDraftCustomer(
    owner: DraftOwner,
    draftId: string,
    customer: Omit<Customer, 'customerId' | 'resellerId' | 'onHold'>,
  ): Promise<DraftOutcome>;
  /** Takes the lines of a draft that was bought out of the cart, once. */
  clearBought(owner: DraftOwner, draftId: string): Promise<void>;
  /** Withdrawn ones too. */
  products(productIds: readonly string[]): Promise<Map<string, Product>>;
  /** A reseller's customers that have every word of `query` in name, address or contacts, by name. `page` from 1. */
  searchCustomers(
    resellerId: string,
    search: { query: string; page: number; size: number },
  ): Promise<{ items: Customer[]; total: number }>;
  /** In the language asked for, else in English, else in any. */
  terms(version: string, language: string): Promise<Terms | undefined>;
  /** Adds a version; one that is there stays as it is. */
  putTerms(terms: Terms): Promise<void>;
}

export function shopStore(db: Database): ShopStore {
  return {
    cart: (userId) => carts.cart(db, userId),
    cartCount: (userId) => carts.cartCount(db, userId),
    addToCart: (userId, productId) => carts.addToCart(db, userId, productId),
    setQuantities: (userId, lines) => carts.setQuantities(db, userId, lines),
    removeFromCart: (userId, productId) => carts.removeFromCart(db, userId, productId),
    createDraft: (owner, lines) => drafts.createDraft(db, owner, lines),
    draft: (owner, draftId) => drafts.draft(db, owner, draftId),
    unfinished: (owner) => drafts.unfinished(db, owner),
    discardDraft: (owner, draftId) => drafts.discardDraft(db, owner, draftId),
    changeDraft: (owner, draftId, change) => drafts.changeDraft(db, owner, draftId, change),
    addDraftCustomer: (owner, draftId, customer) => drafts.addDraftCustomer(db, owner, draftId, customer),
    clearBought: (owner, draftId) => drafts.clearBought(db, owner, draftId),
    products: (productIds) => carts.products(db, productIds),
    searchCustomers: (resellerId, search) => searchCustomers(db, resellerId, search),
    terms: (version, language) => terms.find(db, version, language),
    putTerms: (given) => terms.put(db, given),
  };
}
