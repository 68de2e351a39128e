import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cyclesIn, type Import, importsOf } from './support/import-graph.ts';

/** What the parts of the web share; none of them knows another. */
const WEB_PARTS = ['web/site', 'web/ui', 'web/rules', 'web/order-words', 'web/administrator'];

/** Imports point one way: each room may import itself and these. */
const MAY_IMPORT: Record<string, string[]> = {
  'workflows/contract': [],
  workflows: [],
  config: ['workflows/contract'],
  activities: ['workflows/contract'],
  'store/database': ['workflows/contract'],
  'store/market': ['workflows/contract', 'store/database'],
  'store/orders': ['workflows/contract', 'store/database', 'store/market'],
  'store/ledger': ['workflows/contract', 'store/database', 'store/orders'],
  'store/reconciliation': ['workflows/contract', 'store/database'],
  'store/shop': ['workflows/contract', 'store/database', 'store/market'],
  'store/accounts': ['store/database', 'store/market'],
  store: ['workflows/contract'],
  'client/temporal': ['workflows/contract', 'config'],
  client: ['workflows/contract', 'store', 'config'],
  'web/site': ['workflows/contract', 'store', 'client'],
  'web/ui': ['workflows/contract', 'web/site'],
  'web/rules': ['workflows/contract', 'store', 'client', 'web/site'],
  'web/order-words': ['workflows/contract', 'web/site', 'web/ui'],
  'web/administrator': ['workflows/contract', 'web/site', 'web/ui'],
  'web/api': ['workflows/contract', 'store', 'client', ...WEB_PARTS],
  'web/inbound': ['workflows/contract', 'web/site'],
  'web/portal': ['workflows/contract', 'store', 'client', ...WEB_PARTS],
  'web/operator': ['workflows/contract', 'store', ...WEB_PARTS],
  'web/panel': ['workflows/contract', 'store', 'client', ...WEB_PARTS],
  web: ['workflows/contract', 'store', 'config', 'client'],
  worker: ['workflows', 'activities', 'store', 'config', 'client/temporal'],
  // The local stack, the measurements and the chaos are put together from everything, and nothing above may import them.
  dev: [''],
  bench: [''],
  chaos: [''],
};

/** Rooms of which others may know the types without ever loading the code. */
const TYPES_MAY_BE_IMPORTED: Record<string, string[]> = { workflows: ['activities'] };

/** What deterministic code can load: everything else may read a clock, do I/O, or weigh on every cached order. */
const PACKAGES_OF_WORKFLOWS = ['@temporalio/workflow', '@temporalio/common'];

const root = join(__dirname, '..');
const rooms = Object.keys(MAY_IMPORT).filter((room) => !room.includes('/'));
const folders = rooms.filter((room) => existsSync(join(root, room)));
const imports = importsOf(root, folders);

const isWithin = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`);
const roomOf = (path: string) => Object.keys(MAY_IMPORT).find((room) => isWithin(path, room));

function breaksDirection({ from, to, external, typeOnly }: Import): boolean {
  const room = roomOf(from);
  if (external || room === undefined) return false;
  const allowed = [room, ...(MAY_IMPORT[room] ?? []), ...(typeOnly ? (TYPES_MAY_BE_IMPORTED[room] ?? []) : [])];
  return !allowed.some((folder) => isWithin(to, folder));
}

function breaksDeterminism({ from, to, external, typeOnly }: Import): boolean {
  return external && !typeOnly && isWithin(from, 'workflows') && !PACKAGES_OF_WORKFLOWS.includes(to);
}

const named = ({ from, to }: Import) => `${from} imports ${to}`;

test('imports point one way', () => {
  expect(imports.filter(breaksDirection).map(named)).toEqual([]);
});

test('workflow code loads nothing that does I/O, reads a clock or weighs on every cached order', () => {
  expect(imports.filter(breaksDeterminism).map(named)).toEqual([]);
});

test('no files import one another in a ring', () => {
  expect(cyclesIn(imports).map((cycle) => cycle.join(' → '))).toEqual([]);
});

test('every folder with product code has its rule', () => {
  const others = ['node_modules', 'dist', 'docs', 'test', 'coverage'];
  const unruled = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !others.includes(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !rooms.includes(name));
  expect(unruled).toEqual([]);
});

describe('a wrong import is found', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'order-saga-architecture-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function importsOfFiles(files: Record<string, string>): Import[] {
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), source);
    }
    return importsOf(folder, [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))]);
  }

  test.each([
    ['activities at run time', `import { createActivities } from '../activities/index.ts';`],
    ['activities, mixed with a type', `import { createActivities, type Activities } from '../activities/index.ts';`],
    ['a re-export', `export * from '../store/index.ts';`],
    ['a dynamic import', `export const load = () => import('../worker/main.ts');`],
    ['a type of a room that is closed', `import type { Store } from '../store/index.ts';`],
    ['a type in place', `export type Stack = import('../dev/start.ts').Stack;`],
  ])('from workflows: %s', (_, source) => {
    expect(importsOfFiles({ 'workflows/index.ts': source }).filter(breaksDirection)).toHaveLength(1);
  });

  test('but workflows may know the types of activities', () => {
    const found = importsOfFiles({ 'workflows/index.ts': `import type { Activities } from '../activities/index.ts';` });
    expect(found).toHaveLength(1);
    expect(found.filter(breaksDirection)).toEqual([]);
  });

  test.each([
    ['client', '../worker/deps.ts'],
    ['client', '../web/app.ts'],
    ['client', '../workflows/order/order-saga.ts'],
    ['worker', '../client/orders.ts'],
    ['store', '../client/orders.ts'],
    ['store/database', '../market/customers.ts'],
    ['store/shop', '../store.ts'],
    ['activities', '../store/index.ts'],
    ['worker', '../dev/temporal.ts'],
  ])('%s importing %s', (room, target) => {
    expect(importsOfFiles({ [`${room}/main.tsx`]: `import '${target}'; <p />` }).filter(breaksDirection)).toHaveLength(
      1,
    );
  });

  test.each(['zod', 'node:fs', '@temporalio/client', ...builtinModules.slice(0, 3)])(
    'workflow code loading %s',
    (name) => {
      expect(
        importsOfFiles({ 'workflows/a.ts': `import * as it from '${name}';` }).filter(breaksDeterminism),
      ).toHaveLength(1);
    },
  );

  test.each([
    ['three', `import './a.ts';`],
    ['three, one of which only imports a type', `import type { A } from './a.ts';`],
    ['three, one of which only re-exports a type', `export type { A } from './a.ts';`],
  ])('a ring of %s', (_, last) => {
    const ring = { 'store/a.ts': `import './b.ts';`, 'store/b.ts': `import './c.ts';`, 'store/c.ts': last };
    expect(cyclesIn(importsOfFiles(ring))).toEqual([['store/a.ts', 'store/b.ts', 'store/c.ts', 'store/a.ts']]);
  });
});
