/** Who buys in the measurements: resellers with credit without an end, a few customers and a token each. */
import { seed } from '../../dev/seed.ts';
import type { DatabaseOptions } from '../../store/database/open.ts';
import { openStore } from '../../store/index.ts';

const RESELLERS = 20;
const CUSTOMERS_EACH = 5;

export interface Buyer {
  token: string;
  /** The reseller's address, to which confirmations go. */
  email: string;
  customers: readonly string[];
}

/** Before the product starts, since the embedded database has one owner. */
export async function seedBuyers(database: DatabaseOptions): Promise<Buyer[]> {
  const store = await openStore(database);
  try {
    await seed(store);
    const buyers: Buyer[] = [];
    for (let n = 1; n <= RESELLERS; n++) {
      const resellerId = `bench-${n}`;
      const email = `orders@${resellerId}.example`;
      const creditLimit = { minor: 1_000_000_000, currency: 'EUR' };
      await store.market.putReseller({ resellerId, name: `Bench ${n}`, email, creditLimit });
      const customers = Array.from({ length: CUSTOMERS_EACH }, (_, at) => `${resellerId}-customer-${at + 1}`);
      for (const customerId of customers) {
        const address = { street: 'Am Kai 7', city: 'Hamburg', postalCode: '20457', country: 'DE' };
        const admin = { name: 'Ada Admin', email: `ada@${customerId}.example`, language: 'en' };
        await store.market.putCustomer({
          ...{ customerId, resellerId, name: `Customer of ${resellerId}`, address, onHold: false },
          contacts: { admin, billing: { name: 'Accounts', email: `accounts@${customerId}.example` } },
        });
      }
      const { token } = await store.tokens.createToken(resellerId, 'bench');
      buyers.push({ token, email, customers });
    }
    return buyers;
  } finally {
    await store.close();
  }
}
