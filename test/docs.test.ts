import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

test('every promise names tests that there are', () => {
  const sources = filesBelow('test', /\.test\.tsx?$/)
    .filter((path) => path !== 'test/docs.test.ts')
    .map(read)
    .join('\n');
  const rows = read('docs/failure-promises.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| case'));
  expect(rows.length).toBeGreaterThan(20);
  const named = rows.map((row) => [...(row.split('|')[3] ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? ''));
  for (const names of named) expect(names.length).toBeGreaterThan(0);
  expect(named.flat().filter((name) => !sources.includes(name))).toEqual([]);
});

test('every link between the documents leads somewhere', () => {
  const documents = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...filesBelow('docs', /\.md$/)];
  const broken = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => join(dirname(document), target))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${document}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every variable that is read is described in the README, and no other', () => {
  const table = read('README.md');
  const variables = [...read('config/environment.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
  expect(variables.length).toBeGreaterThan(10);
  expect(variables.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  const rows = table.split('\n').filter((line) => /^\| `[A-Z]/.test(line));
  const described = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  expect(described).toEqual(expect.arrayContaining(['PORT', 'HOST']));
  // Temporal's own are read by its packages, and those of the development servers by `npm start`.
  expect(described.filter((name) => !variables.includes(name) && !name?.startsWith('TEMPORAL_'))).toEqual([]);
});
