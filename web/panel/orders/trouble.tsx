import type { Locale } from '../../site/locale.ts';
import { words } from './action-words.ts';

/** Something that is wrong with no field in particular. */
export function Trouble({ locale, kind }: { locale: Locale; kind: 'invalid' | 'unavailable' | undefined }) {
  if (kind === undefined) return null;
  return (
    <div class="summary" role="alert" tabindex={-1} autofocus id="error-summary">
      <p>{words[locale].trouble[kind]}</p>
    </div>
  );
}
