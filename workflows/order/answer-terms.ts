/** When the next thing is due while an answer is waited for: a reminder, or the end. */
import { milliseconds } from '../contract/durations.ts';
import type { InformationRequestTerms } from '../contract/order.ts';
import { Alarm } from '../support/deadlines.ts';

export class AnswerTerms {
  readonly #terms: InformationRequestTerms;
  readonly #alarm = new Alarm();
  /** Epoch milliseconds; infinite until the question is out. */
  #deadline = Number.POSITIVE_INFINITY;
  /** Epoch milliseconds of those to come, the next one first. */
  #reminders: number[];
  /** Time that was added before the first mail was out. */
  #extraMs = 0;

  /** @param reminders those that an earlier run of the workflow had left, in epoch milliseconds */
  constructor(terms: InformationRequestTerms, reminders: number[] = []) {
    this.#terms = terms;
    this.#reminders = reminders;
  }

  /** Epoch milliseconds. */
  get deadline(): number {
    return this.#deadline;
  }

  set deadline(at: number) {
    this.#deadline = at;
  }

  get reminders(): number[] {
    return this.#reminders;
  }

  /** How long an answer is waited for from the question on, as an ISO 8601 duration. */
  get patience(): string {
    const { deadline } = this.#terms;
    return this.#extraMs > 0 ? `PT${(milliseconds(deadline) + this.#extraMs) / 1000}S` : deadline;
  }

  /** Without what was added. */
  get patienceMs(): number {
    return milliseconds(this.#terms.deadline);
  }

  /** @param since epoch milliseconds, from which the order's terms count */
  remindFrom(since: number): void {
    this.#reminders = this.#terms.reminders
      .map((after) => since + milliseconds(after))
      .sort((one, other) => one - other);
  }

  /** More time before anybody has the question. */
  addBefore(ms: number): void {
    this.#extraMs += ms;
    this.#deadline += ms;
  }

  /** Sets the alarm to what is due next, if anything is. */
  setAlarm(): void {
    const [reminder] = this.#reminders;
    const due = Math.min(reminder ?? Number.POSITIVE_INFINITY, this.#deadline);
    if (!Number.isFinite(due)) return;
    this.#alarm.set(due, due === this.#deadline ? 'Deadline of the answer' : 'Next reminder');
  }

  /** Whether something is due. */
  get isDue(): boolean {
    return this.#alarm.rang;
  }

  /** Whether the time for an answer is over. */
  get isOver(): boolean {
    return this.#alarm.rang && this.#alarm.at >= this.#deadline;
  }

  /** The reminders that were due are seen to. */
  reminded(): void {
    this.#reminders = this.#reminders.filter((due) => due > this.#alarm.at);
  }
}
