/** `order-saga catalogue load`: what is sold. */
import type { Command } from 'commander';
import type { CatalogueChanges } from '../../store/store.ts';
import { readCatalogue } from './catalogue-file.ts';
import type { CliDeps } from './deps.ts';
import { jsonOf } from './output.ts';
import { textOf } from './text-file.ts';

export function catalogueCommands(program: Command, { operate, print }: CliDeps): void {
  program
    .command('catalogue')
    .description('What is sold.')
    .command('load')
    .description('Make the catalogue what a file says: products that it does not name are withdrawn.')
    .argument('<file>', 'JSON; see docs/catalogue.md')
    .option('--dry-run', 'only tell what would change')
    .option('--json', 'print JSON')
    .action(async (file: string, { dryRun = false, ...options }: { dryRun?: true | false; json?: true }) => {
      const products = readCatalogue(await textOf(file), file);
      const changes = await operate((operator) => operator.catalogue.$put({ json: { products, dryRun } }));
      if (options.json) return print(jsonOf({ dryRun, ...changes }));
      print([headline(changes, dryRun), ...changeLines(changes)].join('\n'));
    });
}

function headline({ added, changed, withdrawn, unchanged }: CatalogueChanges, dryRun: boolean): string {
  const counts = `${added.length} added, ${changed.length} changed, ${withdrawn.length} withdrawn, ${unchanged.length} as before`;
  return dryRun ? `Nothing was changed. It would be: ${counts}.` : `The catalogue is loaded: ${counts}.`;
}

/** What is as before is not worth a line. */
function changeLines(changes: CatalogueChanges): string[] {
  return (['added', 'changed', 'withdrawn'] as const).flatMap((kind) =>
    changes[kind].map((productId) => `  ${kind.padEnd(9)}  ${productId}`),
  );
}
