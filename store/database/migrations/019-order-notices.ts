/**
 * Each transaction that changes what an order's readers see notifies of it, whichever release writes; several changes of
 * one order in one transaction are one notice. Not of a new order, for which nobody can wait yet: so Buy stays clear of
 * the lock under which PostgreSQL commits whoever notifies. See docs/decisions/13-waiting-for-changes.md.
 */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create function notify_order_change() returns trigger language plpgsql as $$
  begin
    perform pg_notify('order_changes', new.order_id);
    return null;
  end $$`,
  `create function notify_account_change() returns trigger language plpgsql as $$
  begin
    perform pg_notify('order_changes', order_id) from order_lines where line_id = new.line_id;
    return null;
  end $$`,
  `create trigger notify_order after update of state, cause, waiting_on, answer on orders
    for each row execute function notify_order_change()`,
  `create trigger notify_order_line after update of state, subscription_id on order_lines
    for each row execute function notify_order_change()`,
  `create trigger notify_timeline after insert on timeline
    for each row when (new.key <> 'store:placed') execute function notify_order_change()`,
  `create trigger notify_information_request after insert or update of recipient on information_requests
    for each row execute function notify_order_change()`,
  `create trigger notify_vendor_account after insert or update on vendor_accounts
    for each row execute function notify_account_change()`,
];

export const orderNotices: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
