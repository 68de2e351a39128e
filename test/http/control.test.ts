import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../client/cli/program.ts';
import {
  connectControl,
  controlAnswers,
  controlSocketOf,
  SocketPathTooLong,
  startControl,
} from '../../client/http/control.ts';
import { type ApiToken, type TokenStore, UnknownReseller } from '../../store/store.ts';

class MemoryTokens implements TokenStore {
  private readonly all = new Map<string, ApiToken & { token: string }>();
  async createToken(resellerId: string, label: string) {
    if (resellerId !== 'alpha') throw new UnknownReseller(resellerId);
    const record = { tokenId: `t-${this.all.size + 1}`, resellerId, label, createdAt: '2026-11-20T10:00:00Z' };
    const token = `secret-${record.tokenId}`;
    this.all.set(record.tokenId, { ...record, token });
    return { token, record };
  }
  async resellerOf(token: string) {
    return [...this.all.values()].find((one) => one.token === token && !one.revokedAt)?.resellerId;
  }
  async revokeToken(tokenId: string) {
    const found = this.all.get(tokenId);
    if (!found || found.revokedAt) return false;
    this.all.set(tokenId, { ...found, revokedAt: '2026-11-21T10:00:00Z' });
    return true;
  }
  async listTokens() {
    return [...this.all.values()].map(({ token: _, ...record }) => record);
  }
}

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'os-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('the control socket', () => {
  test('a command makes, lists and revokes tokens in the database that a running stack owns', async () => {
    const tokens = new MemoryTokens();
    const control = await startControl({ tokens, dataDir });
    try {
      const remote = connectControl(controlSocketOf(dataDir));
      const { token, record } = await remote.createToken('alpha', 'nightly import');
      expect(await remote.resellerOf(token)).toBe('alpha');
      expect(await remote.listTokens()).toEqual([record]);
      expect([await remote.revokeToken(record.tokenId), await remote.revokeToken(record.tokenId)]).toEqual([
        true,
        false,
      ]);
      expect(await remote.resellerOf(token)).toBeUndefined();
      await expect(remote.createToken('nobody', 'x')).rejects.toThrow(UnknownReseller);
    } finally {
      await control.close();
    }
  });

  test('nobody but its owner may use it, and it is gone when the stack is', async () => {
    const path = controlSocketOf(dataDir);
    expect(await controlAnswers(path)).toBe(false);
    const control = await startControl({ tokens: new MemoryTokens(), dataDir });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await controlAnswers(path)).toBe(true);
    await control.close();
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('what a killed stack left behind does not stop the next one', async () => {
    await writeFile(controlSocketOf(dataDir), '');
    const control = await startControl({ tokens: new MemoryTokens(), dataDir });
    expect(await controlAnswers(controlSocketOf(dataDir))).toBe(true);
    await control.close();
  });

  test('a path that the system cannot take is said so', async () => {
    const tooLong = join(dataDir, 'x'.repeat(120));
    await expect(startControl({ tokens: new MemoryTokens(), dataDir: tooLong })).rejects.toThrow(SocketPathTooLong);
  });
});

describe('order-saga token', () => {
  function cli() {
    const tokens = new MemoryTokens();
    const printed: string[] = [];
    const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
    let opened = 0;
    const deps = {
      async openTokenStore() {
        opened += 1;
        return {
          tokens,
          async close() {
            opened -= 1;
          },
        };
      },
      print: (text: string) => void printed.push(text),
    };
    return { run: (...argv: string[]) => runCli(argv, deps), printed, errors, stillOpen: () => opened };
  }
  afterEach(() => jest.restoreAllMocks());

  test('create prints the token once and alone, and list never shows it', async () => {
    const { run, printed, stillOpen } = cli();
    expect(await run('token', 'create', '--reseller', 'alpha', '--label', 'nightly import')).toBe(0);
    expect(printed).toEqual(['secret-t-1']);
    expect(await run('token', 'list')).toBe(0);
    expect(printed[1]).toMatch(/t-1 +alpha +nightly import/);
    expect(printed[1]).not.toContain('secret');
    expect(stillOpen()).toBe(0);
  });

  test('with --json programs read what it did', async () => {
    const { run, printed } = cli();
    await run('token', 'create', '--reseller', 'alpha', '--label', 'x', '--json');
    await run('token', 'revoke', 't-1', '--json');
    await run('token', 'list', '--json');
    expect(printed.map((text) => JSON.parse(text))).toEqual([
      { token: 'secret-t-1', tokenId: 't-1', resellerId: 'alpha', label: 'x', createdAt: '2026-11-20T10:00:00Z' },
      { tokenId: 't-1', revoked: true },
      [
        {
          tokenId: 't-1',
          resellerId: 'alpha',
          label: 'x',
          createdAt: '2026-11-20T10:00:00Z',
          revokedAt: '2026-11-21T10:00:00Z',
        },
      ],
    ]);
  });

  test('what cannot be done is one sentence and a failing exit code', async () => {
    const { run, printed, errors, stillOpen } = cli();
    expect(await run('token', 'create', '--reseller', 'nobody', '--label', 'x')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('There is no such reseller.');
    expect(await run('token', 'revoke', 't-9')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('There is no token t-9 that is valid now.');
    expect([printed, stillOpen()]).toEqual([[], 0]);
  });
});
