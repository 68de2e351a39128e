/** Regular expressions in source text, and inputs that make those slow which can be slow. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, type RegExpLiteral } from '@swc/core';

export interface Pattern {
  /** Where it stands. */
  at: string;
  pattern: RegExp;
}

/** The regular expressions that the files beneath a folder have as literals. */
export function patternsIn(folder: string): Pattern[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return files.flatMap((name) => {
    const tree = parseSync(readFileSync(join(folder, name), 'utf8'), { syntax: 'typescript', tsx: name.endsWith('x') });
    return literalsIn(tree).map(({ pattern, flags }) => ({
      at: `${join(folder, name)}: /${pattern}/${flags}`,
      pattern: new RegExp(pattern, flags),
    }));
  });
}

function literalsIn(node: unknown): RegExpLiteral[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'RegExpLiteral') return [node as RegExpLiteral];
  return Object.values(node).flatMap(literalsIn);
}

const LENGTH = 12_000;

/**
 * Long texts of what the pattern itself speaks of: a beginning, then a part or two again and again, then what never fits. One
 * that takes more than a time in proportion to its length is one of these, unless it hides what it repeats behind more than that.
 */
function* longTextsFor({ source }: RegExp): Generator<string> {
  const words =
    source.replace(/\\[a-zA-Z]|\[[^\]]*\]|\(\?[:=!<]*/g, ' ').match(/(?:\\.|[^\\()[\]{}|?*+^$.\s])+/g) ?? [];
  const literal = words.map((word) => word.replaceAll('\\', ''));
  const parts = [...new Set(['a', '0', ' ', '<', ...literal.slice(0, 6), ...literal.join('')])].slice(0, 10);
  for (const one of parts) {
    for (const other of ['', ...parts]) {
      if (other === one) continue;
      const again = (one + other).repeat(Math.ceil(LENGTH / (one + other).length));
      for (const beginning of ['', ...literal.slice(0, 2)]) yield `${beginning}${again}\u0000`;
    }
  }
}

/** Milliseconds of the processor that looking for a pattern takes at most, of such texts; ends with the first slow one. */
export function dearestSearch(pattern: RegExp, enough: number): { cpuMs: number; text: string } {
  let dearest = { cpuMs: 0, text: '' };
  for (const text of longTextsFor(pattern)) {
    const began = process.cpuUsage();
    // With `g` on and on from where the last one ended.
    text.replace(pattern, '');
    const { user, system } = process.cpuUsage(began);
    const cpuMs = (user + system) / 1000;
    if (cpuMs > dearest.cpuMs) dearest = { cpuMs, text };
    if (cpuMs > enough) break;
  }
  return dearest;
}
