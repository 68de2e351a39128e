/** `order-saga reseller put`: who sells. */
import type { Command } from 'commander';
import type { Reseller } from '../../store/store.ts';
import { EMAIL } from '../../workflows/contract/details.ts';
import { minorUnitsOf, moneyOf } from '../../workflows/contract/money.ts';
import type { CliDeps } from './deps.ts';

interface PutOptions {
  id: string;
  name: string;
  email: string;
  credit: string;
  currency: string;
  language?: string;
}

/** Thrown when a reseller cannot be as it was said; the message is for people. */
class BadReseller extends Error {
  override readonly name = 'BadReseller';
}

export function resellerCommands(program: Command, { operate, print }: CliDeps): void {
  program
    .command('reseller')
    .description('Who sells.')
    .command('put')
    .description('Make a reseller, or change one: its name, address for mails and credit limit.')
    .requiredOption('--id <id>', 'lower case letters, digits and hyphens; tokens and users name it')
    .requiredOption('--name <name>', 'as mails and pages show it')
    .requiredOption('--email <address>', 'which gets the mails about its orders')
    .requiredOption('--credit <amount>', 'the credit limit, such as 50000 or 50000.00')
    .option('--currency <code>', 'of the limit, ISO 4217', 'EUR')
    .option('--language <tag>', 'of its mails, such as de')
    .action(async (options: PutOptions) => {
      const reseller = readReseller(options);
      await operate((operator) => operator.reseller.$put({ json: reseller }));
      print(`Reseller ${reseller.resellerId} may order for up to ${options.credit} ${options.currency}.`);
    });
}

function readReseller({ id, name, email, credit, currency, language }: PutOptions): Reseller {
  const problems = [
    /^[a-z0-9][a-z0-9-]{0,62}$/.test(id) || '--id: lower case letters, digits and hyphens, at most 63',
    name.trim() !== '' || '--name: some text',
    EMAIL.test(email) || '--email: an address such as orders@reseller.example',
    /^\d{1,10}(?:\.\d{1,4})?$/.test(credit) || '--credit: an amount such as 50000 or 50000.00',
    /^[A-Z]{3}$/.test(currency) || '--currency: three capital letters, such as EUR',
    language === undefined || /^[a-z]{2}(?:-[A-Z]{2})?$/.test(language) || '--language: a tag such as de or en-GB',
  ].filter((problem) => problem !== true);
  if (problems.length > 0) throw new BadReseller(problems.join('\n'));
  const creditLimit = moneyOf(credit, currency);
  if (creditLimit === undefined) {
    throw new BadReseller(`--credit: at most ${minorUnitsOf(currency)} decimal places, as ${currency} has`);
  }
  return { resellerId: id, name: name.trim(), email, creditLimit, language };
}
