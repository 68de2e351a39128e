/** What a local stack keeps to itself from one start to the next: the key of its links, and the demo's tokens. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenStore } from '../store/store.ts';

interface Secrets {
  linkKeys: string;
  /** By reseller. */
  tokens: Record<string, string>;
  operatorToken?: string;
  /** By e-mail address; absent in files of earlier versions. */
  passwords?: Record<string, string>;
  imonlineSecret?: string;
}

export class DevSecrets {
  readonly #path: string;
  readonly #secrets: Secrets;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'secrets.json');
    this.#secrets = existsSync(this.#path)
      ? (JSON.parse(readFileSync(this.#path, 'utf8')) as Secrets)
      : { linkKeys: `dev:${randomBytes(32).toString('base64url')}`, tokens: {} };
    this.#save();
  }

  get linkKeys(): string {
    return this.#secrets.linkKeys;
  }

  /** The demo token of a reseller; a new one if the old one was revoked. */
  async token(tokens: TokenStore, resellerId: string): Promise<string> {
    const known = this.#secrets.tokens[resellerId];
    if (known !== undefined && (await tokens.resellerOf(known)) === resellerId) return known;
    const { token } = await tokens.createToken(resellerId, 'demo, made by npm start');
    this.#secrets.tokens[resellerId] = token;
    this.#save();
    return token;
  }

  /** The demo token of an operator; a new one if the old one was revoked. */
  async operatorToken(tokens: TokenStore): Promise<string> {
    const known = this.#secrets.operatorToken;
    if (known !== undefined && (await tokens.operatorOf(known)) !== undefined) return known;
    const { token } = await tokens.createOperatorToken('demo, made by npm start');
    this.#secrets.operatorToken = token;
    this.#save();
    return token;
  }

  /** The password of a demo account: made once for this data directory, never part of the sources. */
  password(email: string): string {
    this.#secrets.passwords ??= {};
    this.#secrets.passwords[email] ??= randomBytes(9).toString('base64url');
    this.#save();
    return this.#secrets.passwords[email];
  }

  /** What the panel and the stand-in of IMOnline know of each other. */
  get imonlineSecret(): string {
    this.#secrets.imonlineSecret ??= randomBytes(32).toString('base64url');
    this.#save();
    return this.#secrets.imonlineSecret;
  }

  #save(): void {
    const whole = `${this.#path}.new`;
    writeFileSync(whole, JSON.stringify(this.#secrets), { mode: 0o600 });
    renameSync(whole, this.#path);
  }
}
