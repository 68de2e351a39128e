/** Behind the vendor's counter. */

import type { z } from 'zod';
import type { Call } from '../../dev/vendor-sandbox/control.ts';
import type { Fault, faultSchema } from '../../dev/vendor-sandbox/faults.ts';
import type { Product } from '../support/product.ts';
import { armed } from './mailbox.ts';

interface Held {
  id: string;
  externalId: string | null;
  login: string;
  fullname: string;
  product: string;
  enabled: boolean;
  seats: number | null;
  deletion?: string;
}

export function vendorOf(product: Product) {
  const url = (path: string) => `${product.file.vendorUrl}/sandbox${path}`;
  const read = async <T>(path: string) => (await (await fetch(url(path))).json()) as T;
  return {
    /** What the vendor holds under these order lines. */
    async held(order: { lines: { lineId: string }[] }): Promise<Held[]> {
      const all = await read<Held[]>('/subscriptions');
      return all.filter(({ externalId }) => order.lines.some(({ lineId }) => lineId === externalId));
    },
    /** Faults of one operation strike in the order in which they are armed. */
    fault: (fault: z.input<typeof faultSchema>) => armed(url('/faults'), fault),
    faultsLeft: () => read<Fault[]>('/faults'),
    disarm: () => fetch(url('/faults'), { method: 'DELETE' }),
    calls: () => read<Call[]>('/calls'),
    /** Somebody who is no customer of ours already signs in with this address. */
    outsider: (login: string) => armed(url('/outsiders'), { login }),
  };
}
