/** What is bought and sold, by whom and for whom. */
import type { VendorProduct } from '../../../workflows/contract/order.ts';
import type { Json } from '../columns.ts';

export interface Address {
  street: string;
  city: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

export interface Contact {
  name: string;
  email: string;
  /** BCP 47: the language to write in; English if it is not known. */
  language?: string;
}

export interface Contacts {
  admin: Contact;
  billing?: Contact;
  technical?: Contact;
}

export interface TermsSection {
  heading: string;
  paragraphs: string[];
}

export interface MarketTables {
  resellers: {
    reseller_id: string;
    name: string;
    email: string;
    credit_limit_minor: number;
    currency: string;
    /** BCP 47. */
    language: string | null;
  };
  customers: {
    customer_id: string;
    reseller_id: string;
    name: string;
    address: Json<Address>;
    contacts: Json<Contacts>;
    on_hold: boolean;
    /** Name, address and contacts, folded; see `search-text.ts`. */
    search_text: string;
  };
  products: {
    product_id: string;
    name: string;
    vendor_name: string;
    description: string;
    /** Name, vendor and description, folded; see `search-text.ts`. */
    search_text: string;
    price_minor: number;
    currency: string;
    minimum: number;
    maximum: number;
    step: number;
    terms_version: string;
    withdrawn: boolean;
    source: Json<VendorProduct>;
  };
  terms: {
    version: string;
    language: string;
    title: string;
    sections: Json<TermsSection[]>;
  };
}
