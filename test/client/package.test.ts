import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASSETS } from '../../web/ui/assets.ts';

const root = join(__dirname, '..', '..');
let service: string;

/** A service of somebody else's that depends on this package. */
beforeAll(() => {
  execFileSync(process.execPath, ['dev/setup.mjs'], { cwd: root, stdio: 'ignore' });
  service = mkdtempSync(join(tmpdir(), 'order-saga-service-'));
  mkdirSync(join(service, 'node_modules'));
  symlinkSync(root, join(service, 'node_modules', 'order-saga'));
  writeFileSync(join(service, 'package.json'), '{"type": "module"}');
});
afterAll(() => rmSync(service, { recursive: true }));

const typesOf = (source: string) => {
  writeFileSync(join(service, 'service.ts'), source);
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    '',
  ];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, ...options, 'service.ts'], { cwd: service, encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};

const PLACING = `
  import { connectOrders, type OrderRequest, type PlaceResult } from 'order-saga/client';
  export async function buy(order: OrderRequest): Promise<string> {
    const { client, close } = await connectOrders({ DATABASE_URL: 'postgres://db/orders' });
    const result: PlaceResult = await client.place(order);
    await close();
    return result.kind === 'placed' || result.kind === 'repeated' ? result.order.orderId : result.kind;
  }
`;

test('a back-end service can import the client, typed', () => {
  expect(typesOf(PLACING)).toBe('');
  expect(typesOf(PLACING.replace('client.place(order)', 'client.place({ customerId: 7 })'))).toContain('error TS2322');
});

test('a back-end service can import the client at run time, and is told of everything that is missing', () => {
  const source = `
    import { connectOrders } from 'order-saga/client';
    await connectOrders({ DATABASE_URL: 'mysql://db', TASK_QUEUE: 'orders' }).catch((error) => console.log(error.message));
  `;
  writeFileSync(join(service, 'service.mjs'), source);
  const said = execFileSync(process.execPath, ['service.mjs'], { cwd: service, encoding: 'utf8' });
  expect(said).toContain('DATABASE_URL: expected a postgres:// URL');
});

test('the package holds what browsers get as it is, the same as from the sources', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = (JSON.parse(packed) as { files: { path: string }[] }[])[0]?.files.map(({ path }) => path);
  expect(files).toEqual(expect.arrayContaining(['dist/web/assets/style/site.css', 'dist/web/assets/order.js']));

  const built = `import { ASSETS } from ${JSON.stringify(join(root, 'dist/web/ui/assets.js'))}; console.log(JSON.stringify(ASSETS));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', built], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual(ASSETS);
});

test('nothing else of the package can be imported', () => {
  const inside = `await import('order-saga/store').catch((error) => console.log(error.code));`;
  writeFileSync(join(service, 'inside.mjs'), inside);
  expect(execFileSync(process.execPath, ['inside.mjs'], { cwd: service, encoding: 'utf8' })).toContain(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  );
});
