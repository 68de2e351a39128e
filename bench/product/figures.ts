/** What is known of the product on one kind of database, once it was measured. */
import type { Buys, Idle, Load } from './measure.ts';

export interface ProductFigures {
  idle: Idle;
  /** Of several rounds the one with the median rate. */
  oneReseller: Load;
  manyResellers: Load;
  /** Rate with many resellers by rate with one, the median of all rounds. */
  manyByOne: number;
  byMail: Load;
  /** Customers' answers that got 503 and were sent again. */
  answersSentAgain: number;
  buys: Buys;
  /** With one reseller, and many subscriptions at the vendor. */
  filledVendor: Load;
}
