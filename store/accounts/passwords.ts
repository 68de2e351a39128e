/** Passwords as PHC strings of argon2id, which carry the parameters they were made with. */
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** In characters, from NIST SP 800-63B: no rules of composition. */
export const SHORTEST_PASSWORD = 8;
/** Far beyond any password; nobody makes us chew on megabytes. */
export const LONGEST_PASSWORD = 500;

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), PARAMETERS);
}

/** `hashed` may be of any parameters. */
export function isPassword(hashed: string, password: string): Promise<boolean> {
  return verify(hashed, normal(password));
}

/** Whether the hash was made with other parameters than a new one would be. */
export function isOutdated(hashed: string): boolean {
  const used = parseOptions(hashed);
  return Object.entries(PARAMETERS).some(([name, value]) => used[name as keyof typeof PARAMETERS] !== value);
}

/** The same characters may be typed in several ways (RFC 8265). */
function normal(password: string): string {
  return password.normalize('NFC');
}
