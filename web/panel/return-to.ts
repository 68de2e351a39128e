/** Where a login leads: the page that was asked for, if it is one of the panel's. */
import { safeBack } from '../site/language.ts';

/** A page of the panel behind the login, or `undefined`; never another site's, whatever the address looks like. */
export function pageOfPanel(address: unknown, base: string): string | undefined {
  const path = safeBack(address, base);
  const inside = path.startsWith(`${base}/panel/`) && !/^\/panel\/(?:login|logout)\b/.test(path.slice(base.length));
  return inside ? path : undefined;
}
