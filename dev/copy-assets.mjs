/** Copies what the compiler does not know, style sheets and the like, to the same places in dist/. */
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

for (const path of ['web/assets', 'dev/inbox/inbox.css', 'dev/imonline/imonline.css']) {
  rmSync(join(root, 'dist', path), { recursive: true, force: true });
  cpSync(join(root, path), join(root, 'dist', path), { recursive: true });
}
