/** Which of the links that were sent may still be answered through. Their revisions are given out here alone. */

export class Links {
  /** The highest that was given out. */
  #given = 1;
  /** What an answer may name now. More than one only while a mail is out of which it is not known which it carried. */
  #good: readonly number[] = [1];

  /** The revision of the link that is good now. */
  get revision(): number {
    return this.#good[0] as number;
  }

  accepts(revision: number): boolean {
    return this.#good.includes(revision);
  }

  /** A new link in the place of all those before, which are dead from here on, whatever becomes of its mail. */
  replace(): number {
    this.#good = [++this.#given];
    return this.#given;
  }

  /** A link for whoever the contact is by the time of the mail, beside the one that is good. */
  reserve(): number {
    this.#good = [...this.#good, ++this.#given];
    return this.#given;
  }

  /** The mail with the link of `revision` is out, and it carried `sent`; no other is good, unless it was replaced meanwhile. */
  settle(revision: number, sent: number): void {
    if (!this.accepts(revision)) return;
    this.#given = Math.max(this.#given, sent);
    this.#good = [sent];
  }
}
