/** `stack.json` in the data directory: where a running stack can be reached, for scripts and tests. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StackFile {
  apiUrl: string;
  portalUrl: string;
  /** The control panel. */
  panelUrl: string;
  /** The page for operators. */
  operatorUrl: string;
  inboxUrl: string;
  inboxMessagesUrl: string;
  temporalAddress: string;
  temporalUiUrl: string;
  vendorUrl: string;
  /** A bearer token of the first demo reseller, whose customers these are. */
  token: string;
  otherResellerToken: string;
  /** Opens what is for operators, below `/api/operator`. */
  operatorToken: string;
  customers: { id: string; name: string; adminContact: { name: string; email: string } }[];
  /** Logs in to the panel with "Log In With CMP Account". */
  cmpAccount: { email: string; password: string };
  /** Logs in with "Log In with IMOnline"; absent where IMOnline is not our own stand-in. */
  imonlineAccount?: { email: string; password: string };
  pid: number;
}

const pathIn = (dataDir: string) => join(dataDir, 'stack.json');

/** Written when everything is up, whole or not at all. */
export function writeStackFile(dataDir: string, stack: StackFile): void {
  const path = pathIn(dataDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function removeStackFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

/** The stack that runs on this data directory, or `undefined`; a file left behind by a killed one counts as none. */
export function readStackFile(dataDir: string): StackFile | undefined {
  const path = pathIn(dataDir);
  if (!existsSync(path)) return undefined;
  const stack = JSON.parse(readFileSync(path, 'utf8')) as StackFile;
  try {
    process.kill(stack.pid, 0);
    return stack;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? stack : undefined;
  }
}
