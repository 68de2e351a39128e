/** The two languages say the same things: every word that a page has in one, it has in the other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

const root = join(__dirname, '../../web');

/** What differs between the languages and is no word: choices that `Intl` names, and each language's own name. */
const NO_WORDS = ['administrator/fields.ts', 'panel/shop/countries.ts', 'site/locale.ts'];

/** Whether a module says something in one language that it says otherwise in the other. */
const speaksBoth = (source: string) => /\bRecord<\s*Locale,|\bconst de\b|[=!]== '(?:de|en)'/.test(source);
const exportsWords = (source: string) => /^export const words\b/m.test(source);

/** Modules with words in both languages are found and not listed, so that a new page cannot be forgotten. */
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !NO_WORDS.includes(path))
  .map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }));
const bilingual = sources.filter(({ source }) => speaksBoth(source)).map(({ path }) => path);
const modules = sources.filter(({ source }) => exportsWords(source)).map(({ path }) => path);

const wordsOf = (path: string) => (require(join(root, path)) as { words: Record<'en' | 'de', unknown> }).words;

type Leaf = string | ((...values: unknown[]) => unknown);

/** The words of one language by their place, such as `expired.title`. */
function leaves(words: unknown, place = ''): Map<string, Leaf> {
  if (typeof words === 'string' || typeof words === 'function') return new Map([[place, words as Leaf]]);
  if (typeof words !== 'object' || words === null) throw new Error(`${place} is no word`);
  return new Map(Object.entries(words).flatMap(([key, part]) => [...leaves(part, place ? `${place}.${key}` : key)]));
}

/** Words that are the same in both languages. */
const SAME = /^(?:Administrator|Control Panel|E-Mail|Name|Order Saga|Reseller|Status|[\W\d]*)$/;

test('every module with words in both languages exports them to be compared', () => {
  expect(bilingual).toEqual(expect.arrayContaining(['portal/form-words.ts', 'panel/frame.tsx', 'ui/formats.ts']));
  expect(bilingual.filter((path) => !modules.includes(path))).toEqual([]);
});

test.each([
  ["const words: Record<Locale, Words> = { en: { title: 'Orders' }, de: { title: 'Bestellungen' } };"],
  ["const text: Record<\n  Locale,\n  { title: string }\n> = { en: { title: 'Orders' }, de: { title: '…' } };"],
  ["const de: Words = { title: 'Bestellungen' };"],
  ["const title = locale === 'de' ? 'Bestellungen' : 'Orders';"],
])('words that are not exported are found: %j', (source) => {
  expect([speaksBoth(source), exportsWords(source)]).toEqual([true, false]);
});

describe.each(modules)('%s', (path) => {
  const { en, de } = wordsOf(path);
  const [english, german] = [leaves(en), leaves(de)];

  test('both languages have the same words, and none is empty', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const words of [english, german]) {
      for (const [place, word] of words)
        if (typeof word === 'string') expect([place, word.trim()]).not.toEqual([place, '']);
    }
  });

  test('a word is a text in both languages, or needs values in both', () => {
    for (const [place, word] of english) expect([place, typeof german.get(place)]).toEqual([place, typeof word]);
  });

  test('no German word was left in English', () => {
    for (const [place, word] of english) {
      if (typeof word === 'string' && !SAME.test(word)) expect([place, german.get(place)]).not.toEqual([place, word]);
    }
  });

  test('whatever the values, both languages show the same of them', () => {
    const value = fc.string({ unit: fc.constantFrom('q', 'x', 'z'), minLength: 8, maxLength: 12 });
    const functions = [...english].filter(([, word]) => typeof word === 'function');
    if (functions.length === 0) return;
    fc.assert(
      fc.property(
        fc.constantFrom(...functions),
        fc.array(value, { minLength: 4, maxLength: 4 }),
        ([place, word], values) => {
          const shown = (said: Leaf | undefined) => {
            const text = String((said as (...values: unknown[]) => unknown)(...values));
            return values.map((each) => text.includes(each));
          };
          expect([place, shown(german.get(place))]).toEqual([place, shown(word)]);
        },
      ),
      { numRuns: 30 },
    );
  });
});
