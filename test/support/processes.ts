/** The product for tests that kill its processes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProduct, type Product as Whole } from '../../chaos/product.ts';
import type { Program } from '../../dev/program.ts';

export { Program } from '../../dev/program.ts';
export { until } from '../../dev/until.ts';

const root = join(__dirname, '../..');

/** Builds what is not built yet, so that the programs run the sources as they are now. */
export function build(): void {
  const inherited = Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && name !== 'NODE_ENV');
  const env = Object.fromEntries(inherited);
  execFileSync(process.execPath, [join(root, 'dev/setup.mjs')], { cwd: root, stdio: 'pipe', env });
}

/** One worker and one API, both running; another API that does not. */
interface Product extends Omit<Whole, 'workers' | 'apis' | 'apiUrls'> {
  apiUrl: string;
  worker: Program;
  /** One more of them; not started. */
  otherWorker: Program;
  api: Program;
  /** One more of them, on a port of its own; not started. */
  otherApi: Program;
}

/** The product for the tests of one file: everything but the others runs when the first test begins, nothing after the last. */
export function useProduct(): () => Product {
  const running: (() => Promise<unknown>)[] = [];
  let product: Product | undefined;
  beforeAll(async () => {
    product = await startProduct(running);
  }, 300_000);
  afterAll(async () => {
    const ends = [];
    for (let stop = running.pop(); stop; stop = running.pop()) ends.push(...(await Promise.allSettled([stop()])));
    expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
  }, 60_000);
  return () => {
    if (product === undefined) throw new Error('the product is started in beforeAll');
    return product;
  };
}

async function startProduct(running: (() => Promise<unknown>)[]): Promise<Product> {
  build();
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-processes-'));
  running.push(async () => rmSync(folder, { recursive: true, force: true }));
  const { workers, apis, apiUrls, ...parts } = await makeProduct(folder, running);
  const [[worker, otherWorker], [api, otherApi], [apiUrl]] = [workers, apis, apiUrls];
  await Promise.all([parts.temporal.start(), parts.inbox.start(), parts.vendor.start(), api.start()]);
  await worker.start();
  return { ...parts, apiUrl, worker, otherWorker, api, otherApi };
}
