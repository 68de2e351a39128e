import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, whether this runs from the sources or from dist/. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error('no package.json above this file');
    folder = dirname(folder);
  }
  return folder;
}

/** Downloaded and built tools stay here whatever DATA_DIR says: several stacks share them, and a test run too. */
export function toolsFolder(): string {
  return join(projectRoot(), '.data', 'tools');
}
