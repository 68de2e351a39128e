/** What the releases left: their workflow code and their histories. Made by `npm run freeze`, and never changed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Frozen {
  /** By version, oldest first; each with the SHA-256 of its bundle, and of each history that came with it. */
  releases: Record<string, { bundle: string; histories: Record<string, string> }>;
}

export const frozen = (): Frozen => JSON.parse(readFileSync(join(__dirname, 'frozen.json'), 'utf8')) as Frozen;

export const bundlePathOf = (version: string): string => join(__dirname, 'releases', `${version}.js.gz`);

/** The workflow code of a release, as its workers ran it. */
export const workflowCodeOf = (version: string): string => gunzipSync(readFileSync(bundlePathOf(version))).toString();
