/** Offers a page in the other languages. */
import { LANGUAGE_PATH } from '../site/language.ts';
import { LANGUAGE_NAMES, LOCALES, type Locale } from '../site/locale.ts';

export interface LanguageSwitchProps {
  /** The language of the page now. */
  locale: Locale;
  /** The address to come back to, as the browser knows it: path and query. */
  back: string;
  /** The path under which the app is reached from outside, without a slash at its end. */
  base: string;
}

/** One link for each other language; works without JavaScript. Links and no buttons: a page's form stays its only one. */
export function LanguageSwitch({ locale, back, base }: LanguageSwitchProps) {
  return (
    <span class="languages">
      {LOCALES.filter((other) => other !== locale).map((other) => (
        <a href={`${base}${LANGUAGE_PATH}?${new URLSearchParams({ to: other, back })}`} lang={other} rel="nofollow">
          {LANGUAGE_NAMES[other]}
        </a>
      ))}
    </span>
  );
}
