/** Everything that Keepit holds under our account, for the comparison with the record. */
import type { VendorInventory } from '../../reconciliation/port.ts';
import { VendorMisconfigured } from '../port.ts';
import { type KeepitAccess, keepitClients } from './access.ts';
import { keyOf } from './lookup.ts';

/** How many ids are handed on at once. */
const BATCH = 500;

/**
 * @param clients by region, where others call the vendor as well
 * @throws VendorMisconfigured if a region's base URL is unfit
 */
export function createKeepitInventory(access: KeepitAccess, clients = keepitClients(access)): VendorInventory {
  function clientOf(region: string) {
    const client = clients.get(region);
    if (!client) throw new VendorMisconfigured(`no Keepit region is configured under the name "${region}"`);
    return client;
  }
  return {
    regions: [...clients.keys()],
    async list(region, onIds, signal) {
      let ids: string[] = [];
      let notTaken: unknown;
      const onChild = async ({ id }: { id: string }) => {
        if (ids.push(id) < BATCH) return;
        const full = ids;
        ids = [];
        await onIds(full).catch((error: unknown) => {
          notTaken = error;
          throw error;
        });
      };
      await clientOf(region)
        .listChildren(onChild, signal)
        .catch((error: unknown) => {
          // The client would blame the vendor.
          throw notTaken ?? error;
        });
      await onIds(ids);
    },
    async read(region, id, signal) {
      const account = await clientOf(region).account(id, signal);
      if (!account) return undefined;
      const { enabled, leaving, product } = account;
      return { id, key: keyOf(account), enabled, leaving, product };
    },
  };
}
