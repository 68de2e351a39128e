import type { Product } from '../store/store.ts';

type Row = [
  id: string,
  name: string,
  vendor: string,
  cents: number,
  minimum: number,
  maximum: number,
  description: string,
];

const ROWS: Row[] = [
  [
    'veritas-o365-backup',
    'Office 365 Backup',
    'Veritas',
    350,
    1,
    5000,
    'Backs up Exchange Online, SharePoint, OneDrive and Teams, and restores single items.',
  ],
  [
    'veritas-google-backup',
    'Google Workspace Backup',
    'Veritas',
    320,
    1,
    5000,
    'Backs up Gmail, Drive, Calendar and Contacts, and restores single items.',
  ],
  [
    'veritas-salesforce-backup',
    'Salesforce Backup',
    'Veritas',
    480,
    5,
    1000,
    'Daily backups of Salesforce objects, files and metadata, with restore into any organisation.',
  ],
];

/** The demo catalogue. The sandbox sells any product id; a real vendor's ids stand in its portfolio. */
export const CATALOGUE: readonly Product[] = ROWS.map(
  ([productId, name, vendorName, cents, minimum, maximum, description]) => ({
    productId,
    name,
    vendorName,
    description,
    price: { minor: cents, currency: 'EUR' },
    quantity: { minimum, maximum, step: 1 },
    termsVersion: '2026-01',
    withdrawn: false,
    source: { vendor: 'keepit', vendorProductId: `${productId}-standard`, region: 'dk-co' },
  }),
);
