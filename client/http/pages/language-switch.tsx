/** Offers a page in the other languages. A form and no link: where it leads back to may be a key to an order. */
import { LOCALES, type Locale } from '../i18n/locale.ts';
import { LANGUAGE_PATH } from '../language.ts';

/** Each language by its own name, as who looks for it would read it. */
const NAMES: Record<Locale, string> = { en: 'English', de: 'Deutsch' };

export interface LanguageSwitchProps {
  /** The language of the page now. */
  locale: Locale;
  /** The address to come back to, as the browser knows it: path and query. */
  back: string;
  /** The path under which the app is reached from outside, without a slash at its end. */
  base: string;
}

/** One button for each other language; works without JavaScript, and needs no token: it changes only a cookie. */
export function LanguageSwitch({ locale, back, base }: LanguageSwitchProps) {
  return (
    <form method="post" action={base + LANGUAGE_PATH} class="languages">
      <input type="hidden" name="back" value={back} />
      {LOCALES.filter((other) => other !== locale).map((other) => (
        <button type="submit" name="to" value={other} lang={other}>
          {NAMES[other]}
        </button>
      ))}
    </form>
  );
}
