/** How vendor, record and ledger are compared, one account and one order at a time: nothing but data. */
import { isLineId } from '../../workflows/contract/ids.ts';
import type { Difference, VendorRegion } from '../../workflows/contract/reconciliation.ts';
import type { ActiveLine, BalanceOff, EndedOrder, RecordedLine, VendorAccount } from './port.ts';

/** A difference, and whether a rule says that it is repaired. */
export interface Judgement {
  difference: Difference;
  repair: boolean;
}

/** The order line that an account says it is of; `undefined` for what others have written there. */
export function lineIdOf({ key }: VendorAccount): string | undefined {
  return key !== undefined && isLineId(key) ? key : undefined;
}

/**
 * Compares an account with the line that it belongs to. An order that has not ended, or only just, is somebody's work.
 * @param line absent: the record has no such line
 */
export function judgeAccount(
  { vendor, region }: VendorRegion,
  account: VendorAccount,
  line: RecordedLine | undefined,
): Judgement | undefined {
  const lineId = line?.lineId ?? lineIdOf(account);
  if (lineId === undefined || (line && !line.settled)) return undefined;
  const differs = (kind: Difference['kind'], more: Difference['details'] = {}, repair = false): Judgement => ({
    difference: {
      kind,
      subject: `${vendor}/${region}/${account.id}`,
      ...(line && { orderId: line.orderId }),
      details: { vendor, region, accountId: account.id, lineId, ...(line && { lineState: line.state }), ...more },
    },
    repair,
  });
  const { leaving, enabled, product } = account;
  if (line?.active && (line.accounts.length === 0 || line.accounts.includes(account.id))) {
    if (leaving || !enabled) return differs('accountDisabled', { leaving });
    if (product === line.vendorProductId) return undefined;
    return differs('productDiffers', { bought: line.vendorProductId, ...(product !== undefined && { product }) });
  }
  // It is going already.
  if (leaving) return undefined;
  if (!line) return differs('unknownLine');
  if (line.active) return differs('duplicate');
  // What only our own record ties to the line may be somebody else's by now.
  return differs('orphan', {}, line.longUndone && account.key === lineId);
}

/** An active line whose account is not at the vendor. */
export function accountMissing({ vendor, region }: VendorRegion, line: ActiveLine): Difference {
  const { lineId, orderId, accountId } = line;
  return {
    kind: 'accountMissing',
    subject: lineId,
    orderId,
    details: { vendor, region, lineId, ...(accountId !== undefined && { accountId }) },
  };
}

/** Compares the lines of an order that has ended with its entries in the ledger. */
export function judgeMoney({ orderId, lines, entries }: EndedOrder): Judgement[] {
  const has = (key: string) => entries.some((entry) => entry.key === key);
  const isBilled = (lineId: string) => has(`open:${lineId}`) && !has(`close:${lineId}`);
  const reserved = entries.reduce((sum, entry) => sum + entry.reserved, 0);
  const charged = entries.reduce((sum, entry) => sum + entry.charged, 0);
  const due = lines.reduce((sum, { lineId, price }) => sum + (isBilled(lineId) ? price : 0), 0);

  const notBilled = lines.filter(({ lineId, active }) => active && !isBilled(lineId));
  const notActive = lines.filter(({ lineId, active }) => !active && isBilled(lineId));
  const ofLine = (kind: Difference['kind'], { lineId, price }: { lineId: string; price: number }): Judgement => ({
    difference: { kind, subject: lineId, orderId, details: { lineId, price } },
    repair: false,
  });
  const ofOrder = (kind: Difference['kind'], details: Difference['details'], repair = false): Judgement => ({
    difference: { kind, subject: orderId, orderId, details },
    repair,
  });
  const judged = [
    ...notBilled.map((line) => ofLine('activeNotBilled', line)),
    ...notActive.map((line) => ofLine('billedNotActive', line)),
  ];
  if (charged !== due || reserved < 0 || (reserved !== 0 && has(`release:${orderId}`))) {
    judged.push(ofOrder('ledgerUnbalanced', { reserved, charged, due }));
  } else if (reserved > 0 && notBilled.length === 0) {
    // What is reserved for a line that is yet to be charged for is still needed.
    judged.push(ofOrder('creditNotReleased', { reserved }, true));
  }
  return judged;
}

export function balanceOff({ resellerId, currency, ...sums }: BalanceOff): Difference {
  return { kind: 'ledgerUnbalanced', subject: `${resellerId}/${currency}`, details: { resellerId, currency, ...sums } };
}
