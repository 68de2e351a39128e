import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePathOf, frozen } from './frozen.ts';

const digest = (path: string) =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'gone';

describe.each(Object.entries(frozen().releases))(
  'what release %s left is as it was',
  (version, { bundle, histories }) => {
    test('its workflow code', () => {
      expect(digest(bundlePathOf(version))).toBe(bundle);
    });

    test('its histories: none changed, none gone', () => {
      const now = Object.keys(histories).map((name) => [name, digest(join(__dirname, 'histories', name))]);
      expect(Object.fromEntries(now)).toEqual(histories);
    });
  },
);
