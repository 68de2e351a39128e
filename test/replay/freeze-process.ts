/**
 * Freezes a release (`npm run freeze`): its workflow code, as workers run it, and the histories of that time, by their
 * digests. From then on nobody may change them: orders of that release wait out there.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleWorkflows } from '../../worker/bundle.ts';
import type { Frozen } from './frozen.ts';

const here = import.meta.dirname;
const manifest = join(here, 'frozen.json');
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const { version } = JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8')) as { version: string };
const frozen = JSON.parse(readFileSync(manifest, 'utf8')) as Frozen;
if (frozen.releases[version])
  throw new Error(`release ${version} is frozen already; give package.json the next version`);

// The SDK insists on a source map, and an empty one is 900 kB less.
const emptyMap = Buffer.from('{"version":3,"sources":[],"names":[],"mappings":""}').toString('base64');
const code = (await bundleWorkflows(join(here, '../../workflows/index.ts'))).replace(
  /(sourceMappingURL=data:application\/json;[^,]*base64,)\S+/,
  `$1${emptyMap}`,
);
const bundle = gzipSync(code, { level: 9 });
mkdirSync(join(here, 'releases'), { recursive: true });
writeFileSync(join(here, 'releases', `${version}.js.gz`), bundle);

const before = new Set(Object.values(frozen.releases).flatMap(({ histories }) => Object.keys(histories)));
const names = readdirSync(join(here, 'histories')).filter((name) => !before.has(name));
frozen.releases[version] = {
  bundle: digest(bundle),
  histories: Object.fromEntries(
    names.sort().map((name) => [name, digest(readFileSync(join(here, 'histories', name)))]),
  ),
};
writeFileSync(manifest, `${JSON.stringify(frozen, null, 2)}\n`);
process.stdout.write(
  `Release ${version} is frozen: ${names.length} histories, ${bundle.length} bytes of workflow code.\n`,
);
