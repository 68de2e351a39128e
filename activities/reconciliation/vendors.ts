/** Vendor and record, compared from both sides. */
import { log } from '@temporalio/activity';
import { milliseconds } from '../../workflows/contract/durations.ts';
import { ordinalOf } from '../../workflows/contract/order.ts';
import type { VendorRegion } from '../../workflows/contract/reconciliation.ts';
import { VendorMisconfigured, VendorRefused } from '../vendors/port.ts';
import type { ReconciliationDeps } from './deps.ts';
import { accountMissing, type Judgement, judgeAccount, lineIdOf } from './differences.ts';
import type { Look, RecordedLine, VendorAccount, VendorInventory } from './port.ts';
import { walking } from './walk.ts';

export interface CompareVendor extends VendorRegion {
  runId: string;
  /** ISO 8601 duration; see `SETTLED_AFTER`. */
  settledAfter: string;
}

/** Accounts, or lines, that are in memory at a time. */
const PAGE = 100;
/** A vendor limits how fast it is asked, and orders come first. */
const SIDE_BY_SIDE = 4;

/**
 * From the vendor to the record: lists all accounts, then reads each once and looks for its line. What the vendor holds is
 * read before the record, so that an order which goes on meanwhile is seen as it is.
 * @returns how many accounts were looked at
 */
export async function compareAccounts(deps: ReconciliationDeps, input: CompareVendor): Promise<number> {
  const { runId, vendor, region, settledAfter } = input;
  const { store } = deps;
  const inventory = inventoryOf(deps, vendor);
  const listing = { runId, vendor, region };
  const look = { runId, scope: `accounts:${vendor}/${region}` };
  return walking({ listed: false, after: '', seen: 0 }, async (walk) => {
    if (!walk.position.listed) {
      await inventory.list(region, (ids) => store.keepListed(listing, ids), walk.signal);
      walk.reach({ ...walk.position, listed: true });
    }
    for (;;) {
      const { after, seen } = walk.position;
      const ids = await store.listedAfter(listing, after, PAGE);
      const last = ids.at(-1);
      if (last === undefined) break;
      const accounts = await readAll(inventory, region, ids, walk.signal);
      const claims = accounts.map((account) => ({ id: account.id, key: lineIdOf(account) }));
      const lines = await store.linesOf(listing, claims, milliseconds(settledAfter));
      for (const account of accounts) {
        const line = lines[account.id];
        const judged = judgeAccount(listing, account, line);
        if (judged) await report(deps, look, judged, { at: listing, line, account, signal: walk.signal });
      }
      walk.reach({ listed: true, after: last, seen: seen + ids.length });
    }
    await store.scopeCompared(look);
    return walk.position.seen;
  });
}

/**
 * From the record to the vendor: every active line whose account was not in the list is asked for by its id, since it may
 * have come after the list, or the list may lag.
 * @returns how many lines were looked at
 */
export async function compareLines(deps: ReconciliationDeps, input: CompareVendor): Promise<number> {
  const { runId, vendor, region, settledAfter } = input;
  const { store } = deps;
  const inventory = inventoryOf(deps, vendor);
  const listing = { runId, vendor, region };
  const look = { runId, scope: `lines:${vendor}/${region}` };
  return walking({ after: '', seen: 0 }, async (walk) => {
    for (;;) {
      const { after, seen } = walk.position;
      const lines = await store.activeLines(listing, after, PAGE, milliseconds(settledAfter));
      const last = lines.at(-1);
      if (last === undefined) break;
      for (const line of lines.filter(({ listed }) => !listed)) {
        const { accountId } = line;
        const account = accountId && (await inventory.read(region, accountId, walk.signal));
        if (!account) await store.found(look, accountMissing(listing, line));
      }
      walk.reach({ after: last.lineId, seen: seen + lines.length });
    }
    await store.scopeCompared(look);
    return walk.position.seen;
  });
}

function inventoryOf({ inventories }: ReconciliationDeps, vendor: string): VendorInventory {
  const inventory = inventories[vendor];
  if (!inventory) throw new VendorMisconfigured(`no vendor is configured under the name "${vendor}"`);
  return inventory;
}

async function readAll(
  inventory: VendorInventory,
  region: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<VendorAccount[]> {
  const accounts: VendorAccount[] = [];
  for (let at = 0; at < ids.length; at += SIDE_BY_SIDE) {
    const some = ids.slice(at, at + SIDE_BY_SIDE);
    const read = await Promise.all(some.map((id) => inventory.read(region, id, signal)));
    accounts.push(...read.filter((account) => account !== undefined));
  }
  return accounts;
}

interface Orphan {
  at: VendorRegion;
  line: RecordedLine | undefined;
  account: VendorAccount;
  signal: AbortSignal;
}

/** Keeps what was found. An orphan of which a rule says so is removed, and its order's timeline says that. */
async function report(
  { store, vendors, record }: ReconciliationDeps,
  look: Look,
  { difference, repair }: Judgement,
  { at: { vendor, region }, line, account, signal }: Orphan,
): Promise<void> {
  await store.found(look, difference, repair);
  if (!repair || !line) return;
  const { lineId, orderId, vendorProductId } = line;
  const source = { vendor, region, vendorProductId };
  // Found by its id: the address plays no part.
  const reference = { key: lineId, ordinal: ordinalOf(lineId), source, administratorEmail: '' };
  log.warn('removing what the vendor still has of an order that was undone', {
    orderId,
    lineId,
    accountId: account.id,
  });
  try {
    await vendors.get(vendor).removeNamed(reference, account.id, signal);
  } catch (error) {
    if (!(error instanceof VendorRefused || error instanceof VendorMisconfigured)) throw error;
    // An operator's to decide from here on.
    await store.found(look, difference);
    return;
  }
  await record.noteStray(orderId, lineId, account.id);
  await store.repaired(difference);
}
