/** Orders whose details the vendor has refused in part, as their record then is. */
import type { VendorRefusal } from '../../../workflows/contract/failures.ts';
import type { Actor, AdministratorDetails } from '../../../workflows/contract/order.ts';
import { ADA, UNTIL, type World } from './world.ts';

export const IN_USE: VendorRefusal = { field: 'email', code: 'addressInUse', said: 'the address is in use' };
export const TOO_LONG: VendorRefusal = { field: 'companyName', code: 'tooLong', said: 'company name is too long' };
/** As a vendor says it that nobody told us about. */
export const UNKNOWN: VendorRefusal = {
  field: 'lastName',
  code: 'other',
  said: `<b>no "such" name</b> ${'and so on '.repeat(60)}`,
};

const SINCE = '2026-11-20T09:00:00.000Z';

interface Given {
  details?: AdministratorDetails;
  by?: Actor;
  corrections?: VendorRefusal[];
}

/** Somebody has answered, and the vendor has refused some of it; the reseller is asked, or the customer's mail is on its way. */
export async function refuse(
  world: World,
  orderId: string,
  { details = ADA, by = 'customer', corrections = [IN_USE] }: Given = {},
): Promise<void> {
  const { answer: before } = await world.read(orderId);
  const round = before && { round: (before.round ?? 1) + 1 };
  await world.apply(orderId, 'inProgress', { answer: { by, at: SINCE, details, ...round } });
  const of = by === 'customer' ? 'customer' : 'reseller';
  const wait = { since: SINCE, until: UNTIL, corrections };
  await world.apply(orderId, 'inquiring', {
    waitingOn:
      of === 'customer'
        ? { ...wait, who: 'customer', kind: 'administratorDetails' }
        : { ...wait, who: 'reseller', kind: 'correction' },
    event: { kind: 'correctionAsked', of, corrections },
    by: 'vendor',
  });
}

/** The mail with a new link is out. Answers where the link leads. */
export async function sendCorrection(world: World, orderId: string, revision = 2): Promise<string> {
  const { waitingOn } = await world.read(orderId);
  await world.sent(orderId, revision, 'charles@engines.example');
  await world.apply(orderId, 'inquiring', {
    waitingOn: waitingOn ?? null,
    event: { kind: 'informationRequestSent', mail: 'correction', revision },
  });
  const token = `eyJsecret-${orderId}.link-${revision}.signature`;
  world.links.set(token, { kind: 'valid', claims: { orderId, revision, expires: UNTIL } });
  return `/complete/${token}`;
}

/** An order whose customer has answered, was refused and is asked again: with the link that was, and the one that is. */
export async function correcting(world: World, given: Given = {}) {
  const { orderId, path: old } = await world.asking();
  await refuse(world, orderId, given);
  const path = await sendCorrection(world, orderId);
  return { orderId, old, path };
}
