/**
 * Orders, customers and passwords cross no network in clear, unless `ALLOW_UNENCRYPTED` says on purpose that the network may
 * see them: `database`, `smtp`, or both with a comma between.
 */
import { isLoopback } from '../workflows/contract/loopback.ts';

/** What would be sent in clear though nobody has allowed it, one problem a variable, each with what to do about it. */
export function unencrypted(given: Readonly<Record<string, string | undefined>>, allowed: readonly string[]): string[] {
  return PARTS.flatMap(({ variable, word, isPrivate, instead }) => {
    const text = given[variable];
    if (text === undefined || !URL.canParse(text) || isPrivate(new URL(text)) || allowed.includes(word)) return [];
    return [
      `${variable}: is not encrypted on its way to another machine: ${instead}, or, where the network may read everything, set ALLOW_UNENCRYPTED=${word}`,
    ];
  });
}

const PARTS = [
  {
    variable: 'DATABASE_URL',
    word: 'database',
    instead: 'add ?sslmode=verify-full',
    isPrivate({ protocol, hostname, searchParams }: URL): boolean {
      if (!/^postgres(ql)?:$/.test(protocol)) return true;
      const host = searchParams.get('host') ?? decodeURIComponent(hostname);
      if (host === '' || host.startsWith('/') || isLoopback(host)) return true;
      return /^(?:require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? '');
    },
  },
  {
    variable: 'SMTP_URL',
    word: 'smtp',
    instead: 'use smtps://, or add ?requireTLS=true',
    isPrivate({ protocol, hostname, username, searchParams }: URL): boolean {
      if (protocol !== 'smtp:' || isLoopback(hostname)) return true;
      // With a password TLS is required by itself, unless the URL says otherwise.
      const required = searchParams.get('requireTLS') ?? (username === '' ? 'false' : 'true');
      return required === 'true' && searchParams.get('ignoreTLS') !== 'true';
    },
  },
];
