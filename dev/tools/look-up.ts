import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Called with one line whenever there is something to tell whoever waits. */
export type OnProgress = (line: string) => void;

/** One place where a tool may be, or one way to get it. */
export interface Source {
  /** For the error message when no source had it: `on PATH`, `building it with Go`. */
  name: string;
  /** The path of an executable, or why this source has none, in a few words. Throwing ends the look-up. */
  find(onProgress: OnProgress): Promise<Found | Missing> | Found | Missing;
}
export type Found = { path: string };
export type Missing = { missing: string };

/** Thrown when no source had the tool; the message says where it was looked for, and what to install. */
export class ToolNotFound extends Error {
  override name = 'ToolNotFound';
}

/** The first source that has the tool wins; later ones are not even asked. */
export async function lookUp(tool: string, sources: Source[], advice: string, onProgress: OnProgress): Promise<string> {
  const tried: string[] = [];
  for (const source of sources) {
    const answer = await source.find(onProgress);
    if ('path' in answer) return answer.path;
    tried.push(`  - ${source.name}: ${answer.missing}`);
  }
  throw new ToolNotFound([`No ${tool} was found, nor could one be made.`, ...tried, advice].join('\n'));
}

/** A path that the environment names. One that does not work is an error: who sets it does not want another one. */
export function namedByEnvironment(variable: string, env: NodeJS.ProcessEnv): Source {
  return {
    name: variable,
    find() {
      const path = env[variable];
      if (!path) return { missing: 'not set' };
      if (!isExecutable(path)) throw new ToolNotFound(`${variable} is ${path}, which is not an executable file.`);
      return { path };
    },
  };
}

/** A command that is installed on the machine. */
export function onPath(command: string, env: NodeJS.ProcessEnv): Source {
  return {
    name: `\`${command}\` on PATH`,
    find() {
      const path = executableOnPath(command, env);
      return path === undefined ? { missing: 'not there' } : { path };
    },
  };
}

/** What an earlier run downloaded or built. */
export function cached(path: string): Source {
  return { name: path, find: () => (isExecutable(path) ? { path } : { missing: 'not there' }) };
}

export function executableOnPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
