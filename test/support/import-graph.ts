import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from '@swc/core';

export interface Import {
  /** Path of the importing file, relative to the root, with forward slashes. */
  from: string;
  /** Path of the imported file for a relative import; otherwise the specifier as written. */
  to: string;
  /** A package or a module of Node. */
  external: boolean;
  /** Erased by the compiler, so absent when the code runs. */
  typeOnly: boolean;
}

/** Every import, re-export and dynamic import of the TypeScript files in these folders. */
export function importsOf(root: string, folders: string[]): Import[] {
  return folders.flatMap((folder) => sourcesBelow(root, folder)).flatMap((file) => importsIn(root, file));
}

function sourcesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return sourcesBelow(root, path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsIn(root: string, from: string): Import[] {
  const source = readFileSync(join(root, from), 'utf8');
  const found: Import[] = [];
  visit(parseSync(source, { syntax: 'typescript', tsx: from.endsWith('x'), target: 'es2022' }), (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const external = !specifier.startsWith('.');
    const to = external ? specifier : posix.join(posix.dirname(from), specifier);
    found.push({ from, to, external, typeOnly: node.typeOnly === true || node.type === 'TsImportType' });
  });
  return found;
}

type SyntaxNode = Record<string, unknown>;

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value) see(value as SyntaxNode);
  for (const child of Object.values(value)) visit(child, see);
}

function specifierOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return text(node.source);
    case 'TsImportType':
      return text(node.argument);
    case 'CallExpression': {
      const callee = node.callee as SyntaxNode;
      const called = callee.type === 'Import' || (callee.type === 'Identifier' && callee.value === 'require');
      return called ? text((node.arguments as { expression: unknown }[])[0]?.expression) : undefined;
    }
    default:
      return undefined;
  }
}

function text(literal: unknown): string | undefined {
  const value = (literal as { value?: unknown } | null | undefined)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Each ring of files that import one another, types included, as the path that leads back to its beginning. */
export function cyclesIn(imports: Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, external } of imports) {
    if (!external) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
    if (path.includes(file) || finished.has(file)) return;
    for (const target of next.get(file) ?? []) walk(target, [...path, file]);
    finished.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return cycles;
}
