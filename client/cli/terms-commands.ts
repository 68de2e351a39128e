/** `order-saga terms add`: to what a buyer agrees. */
import type { Command } from 'commander';
import { z } from 'zod';
import type { Terms } from '../../store/store.ts';
import type { CliDeps } from './deps.ts';
import { textOf } from './text-file.ts';

const text = z.string().trim().min(1);
const schema = z.strictObject({
  version: text.max(50),
  language: z.string().regex(/^[a-z]{2}$/, 'two small letters, such as en'),
  title: text,
  sections: z.array(z.strictObject({ heading: text, paragraphs: z.array(text).min(1) })).min(1),
});

/** Thrown when a file is no terms; the message lists every problem with its path. */
class BadTerms extends Error {
  override readonly name = 'BadTerms';
}

export function termsCommands(program: Command, { operate, print }: CliDeps): void {
  program
    .command('terms')
    .description('To what a buyer agrees.')
    .command('add')
    .description('Add a version in one language. What is there stays as it is, since somebody may have agreed to it.')
    .argument('<file>', 'JSON; see docs/catalogue.md')
    .action(async (file: string) => {
      const terms = readTerms(await textOf(file), file);
      await operate((operator) => operator.terms.$put({ json: terms }));
      print(`Terms ${terms.version} are there in "${terms.language}".`);
    });
}

function readTerms(json: string, file: string): Terms {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new BadTerms(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  - ${path.join('.') || 'file'}: ${message}`);
  throw new BadTerms(`${file} is no terms:\n${problems.join('\n')}`);
}
