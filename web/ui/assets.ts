/**
 * The files that browsers get as they are: `web/assets`, beside this folder among the sources and in a build alike. Each
 * is served under a name made from its content, so browsers may keep it for ever. Nothing private is ever put there.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The one stylesheet of all pages, in the order of its sheets: where two say something else, the later one counts. */
const SHEETS = [
  'site',
  'content',
  'forms',
  'documents',
  'panel',
  'parts',
  'lists',
  'shop',
  'orders',
  'operator',
  'print',
];

export interface Asset {
  /** Below the path under which the app is reached. */
  path: string;
  type: string;
  content: string;
}

/**
 * Reads all of them.
 * @throws Error with the path of a file that is not there.
 */
export function readAssets(folder: string): Record<'stylesheet' | 'order' | 'icon', Asset> {
  const read = (name: string) => {
    const path = join(folder, name);
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new Error(`${path} cannot be read: build the product again (npm run build).`, { cause });
    }
  };
  return {
    stylesheet: asset('style', 'css', SHEETS.map((name) => read(`style/${name}.css`)).join('\n')),
    order: asset('order', 'js', read('order.js')),
    icon: asset('icon', 'svg', read('icon.svg')),
  };
}

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };

function asset(stem: string, extension: keyof typeof TYPES, content: string): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${stem}-${hash}.${extension}`, type: TYPES[extension], content };
}

/** Read once, at the start. */
export const ASSETS = readAssets(join(import.meta.dirname, '../assets'));
