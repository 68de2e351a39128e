import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const setup = join(__dirname, '../../dev/setup.mjs');

/** A clone with one dependency and one source file, and doubles of npm and tsc that note when they run. */
let clone: string;
beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'order-saga-clone-')));
  write('package.json', JSON.stringify({ type: 'module', engines: { node: '>=20' } }));
  const wanted = {
    '': {},
    'node_modules/typescript': { version: '7.0.2' },
    'node_modules/other-os': { optional: true },
  };
  write('package-lock.json', JSON.stringify({ packages: wanted }));
  write('tsconfig.json', '{}');
  write('tsconfig.build.json', '{}');
  write('worker/main.ts', `console.log('first');`);
  write('npm/cli.js', NPM);
  write('npm/package.json', '{}');
  cpSync(setup, join(clone, 'dev/setup.mjs'));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const NPM = `
const fs = require('node:fs');
fs.appendFileSync('did.log', 'npm ' + process.argv[2] + '\\n');
fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
fs.writeFileSync('node_modules/.package-lock.json', '{"packages":{"node_modules/typescript":{"version":"7.0.2"}}}');
fs.writeFileSync('node_modules/typescript/bin/tsc', \`
  const fs = require('node:fs');
  fs.appendFileSync('did.log', 'tsc\\\\n');
  fs.mkdirSync('dist/worker', { recursive: true });
  fs.copyFileSync('worker/main.ts', 'dist/worker/main.js');
  process.exitCode = fs.existsSync('type-error') ? 2 : 0;
\`);`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

const environment = () => ({ ...process.env, npm_execpath: join(clone, 'npm/cli.js') });
const start = (...args: string[]) =>
  execFileSync(process.execPath, ['dev/setup.mjs', 'run', 'dist/worker/main.js', ...args], {
    cwd: clone,
    env: environment(),
    encoding: 'utf8',
    stdio: 'pipe',
  });

function didSinceLastTime(): string[] {
  const log = join(clone, 'did.log');
  const did = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  rmSync(log, { force: true });
  return did;
}

test('a fresh clone is installed, built and started; the next start only starts', () => {
  expect(start()).toBe('first\n');
  expect(didSinceLastTime()).toEqual(['npm ci', 'tsc']);

  expect(start()).toBe('first\n');
  expect(didSinceLastTime()).toEqual([]);
});

test('a changed source is built again, and a changed lock file is installed again', () => {
  start();
  didSinceLastTime();

  write('worker/main.ts', `console.log('second');`);
  expect(start()).toBe('second\n');
  expect(didSinceLastTime()).toEqual(['tsc']);

  write('package-lock.json', JSON.stringify({ packages: { 'node_modules/typescript': { version: '7.1.0' } } }));
  start();
  expect(didSinceLastTime()).toEqual(['npm ci', 'tsc']);
});

test('a changed style sheet is built again, and one that is gone is gone from the build', () => {
  cpSync(join(setup, '../copy-assets.mjs'), join(clone, 'dev/copy-assets.mjs'));
  for (const path of [
    'web/assets/site.css',
    'web/assets/old.css',
    'dev/inbox/inbox.css',
    'dev/imonline/imonline.css',
  ]) {
    write(path, 'p { margin: 0 }');
  }
  start();
  expect(didSinceLastTime()).toEqual(['npm ci', 'tsc']);
  expect(readdirSync(join(clone, 'dist/web/assets'))).toEqual(['old.css', 'site.css']);

  rmSync(join(clone, 'web/assets/old.css'));
  write('web/assets/site.css', 'p { margin: 1rem }');
  write('dev/inbox/inbox.css', 'p { margin: 2rem }');
  start();
  expect(didSinceLastTime()).toEqual(['tsc']);
  expect(readdirSync(join(clone, 'dist/web/assets'))).toEqual(['site.css']);
  expect(readFileSync(join(clone, 'dist/web/assets/site.css'), 'utf8')).toBe('p { margin: 1rem }');
  expect(readFileSync(join(clone, 'dist/dev/inbox/inbox.css'), 'utf8')).toBe('p { margin: 2rem }');
});

test('a type error stops no start, but is reported at every one until it is gone', () => {
  write('type-error', '');
  expect(start()).toBe('first\n');
  expect(start()).toBe('first\n');
  expect(didSinceLastTime()).toEqual(['npm ci', 'tsc', 'tsc']);
});

test('a start that was killed while it built does not keep the next one waiting', () => {
  const dead = execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }).trim();
  write('.data/install.lock', dead);
  write('.data/build.lock', dead);
  expect(start()).toBe('first\n');
});

test('the program gets its arguments, and its exit code is kept', () => {
  write('worker/main.ts', `console.log(JSON.stringify(process.argv.slice(1))); process.exitCode = 7;`);
  let failure: unknown;
  try {
    start('--port', '0');
  } catch (error) {
    failure = error;
  }
  const program = join(clone, 'dist/worker/main.js');
  expect(failure).toMatchObject({ status: 7, stdout: `${JSON.stringify([program, '--port', '0'])}\n` });
});

test('a Ctrl-C that arrives twice, from the terminal and from npm, is one signal to the program', async () => {
  write(
    'worker/main.ts',
    `let signals = 0;
     process.on('SIGINT', () => { signals++; setTimeout(() => { console.log('signals', signals); process.exit(); }, 50); });
     console.log('started');
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, ['dev/setup.mjs', 'run', 'dist/worker/main.js'], {
    cwd: clone,
    env: environment(),
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (String(chunk) !== 'started\n') return;
    child.kill('SIGINT');
    // Two signals of one kind that nobody has taken yet are one to the system, so the second waits for the first.
    setTimeout(() => child.kill('SIGINT'), 20);
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(output).toBe('started\nsignals 1\n');
});

test.each([
  ['18.20.0', false],
  ['20.18.9', false],
  ['20.19.0', true],
  ['21.7.0', false],
  ['22.12.0', false],
  ['22.13.1', true],
  ['23.11.0', false],
  ['24.0.0', true],
  ['26.1.0', true],
])('Node %s is supported: %s', (version, expected) => {
  const code = `import { supports } from ${JSON.stringify(setup)}; console.log(supports('^20.19 || ^22.13 || >=24', '${version}'))`;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  expect(answer.trim()).toBe(String(expected));
});
