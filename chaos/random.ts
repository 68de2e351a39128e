/** Chance that can be had again: the same seed draws the same. */

export interface Random {
  /** From 0, and below 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(from: readonly T[]): T[];
  /** `count` draws in which each of `from` comes about as often as any other: dealt like cards, deck after deck. */
  deal<T>(from: readonly T[], count: number): T[];
}

/** @param seed a whole number; its lower 32 bits count. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: short, and good enough to shuffle with.
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  const shuffled = <T>(from: readonly T[]): T[] => {
    const cards = [...from];
    for (let at = cards.length - 1; at > 0; at--) {
      const other = between(0, at);
      [cards[at], cards[other]] = [cards[other] as T, cards[at] as T];
    }
    return cards;
  };
  return {
    fraction,
    between,
    pick: <T>(from: readonly T[]) => from[between(0, from.length - 1)] as T,
    shuffled,
    deal<T>(from: readonly T[], count: number) {
      const dealt: T[] = [];
      while (dealt.length < count) dealt.push(...shuffled(from));
      return dealt.slice(0, count);
    },
  };
}
