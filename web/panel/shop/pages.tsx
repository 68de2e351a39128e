/** Numbered pages of a long list: the first, the last, and those around the one that is shown. */
import type { Locale } from '../../site/locale.ts';
import { numberIn } from '../../ui/formats.ts';

const en = { label: 'Pages', page: 'Page' };
type Words = typeof en;

const de: Words = { label: 'Seiten', page: 'Seite' };

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

interface PagesProps {
  locale: Locale;
  /** How many rows there are in all. */
  total: number;
  size: number;
  /** Counted from 1. */
  page: number;
  href: (page: number) => string;
}

export function Pages({ locale, total, size, page, href }: PagesProps) {
  const last = Math.ceil(total / size);
  if (last <= 1) return null;
  const text = words[locale];
  const shown = pagesAround(page, last);
  return (
    <nav class="pages" aria-label={text.label}>
      <ul>
        {shown.map((each, index) => (
          <li class={each - (shown[index - 1] ?? 0) > 1 ? 'gap' : ''}>
            {each === page ? (
              <span aria-current="page">
                <span class="visually-hidden">{text.page} </span>
                {numberIn(locale, each)}
              </span>
            ) : (
              <a href={href(each)}>
                <span class="visually-hidden">{text.page} </span>
                {numberIn(locale, each)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** In order, each once. */
export function pagesAround(page: number, last: number): number[] {
  const wanted = [1, page - 1, page, page + 1, last].filter((each) => each >= 1 && each <= last);
  return [...new Set(wanted)].sort((one, other) => one - other);
}
