/**
 * Makes a fresh clone ready to run, then runs what was asked for:
 *
 *   node dev/setup.mjs                                   packages installed, sources built
 *   node dev/setup.mjs run dist/dev/start.js [args …]    … and then this program, in this same process
 *
 * Plain JavaScript without dependencies, because it runs before any are installed. Everything it says goes to
 * standard error, so that the program's own output stays clean.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => process.stderr.write(`${text}\n`);
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Whether a version of Node is in a range such as `^20.19 || >=24`, the only two forms that `engines` uses. */
export function supports(range, version) {
  const [major, minor] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator, wantedMajor, wantedMinor = '0'] = /^\s*(\^|>=)(\d+)(?:\.(\d+))?/.exec(part);
    if (major === Number(wantedMajor)) return minor >= Number(wantedMinor);
    return operator === '>=' && major > Number(wantedMajor);
  });
}

function requireSupportedNode() {
  const range = readJson('package.json').engines.node;
  if (supports(range, process.versions.node)) return;
  const wanted = range.replaceAll('||', 'or');
  say(`Order Saga needs Node.js ${wanted}; this is ${process.versions.node}. Install one from https://nodejs.org/.`);
  process.exit(1);
}

/**
 * Makes sure that the packages of package-lock.json are installed. npm itself records what it installed, so a
 * clone where somebody already ran `npm ci` or `npm install` is left alone.
 */
async function ensurePackages() {
  if (packagesInstalled()) return;
  await alone('install', async () => {
    if (packagesInstalled()) return;
    await step('Installing packages (npm ci)', npm(['ci', '--no-fund', '--no-audit']));
  });
}

function packagesInstalled() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, record))) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
}

/** Makes sure that dist/ is built from the sources as they are now. */
async function ensureBuild() {
  if (buildIsFresh()) return;
  await alone('build', async () => {
    if (buildIsFresh()) return;
    const fingerprint = sourceFingerprint();
    // A type error is reported, and stops `npm run build` and `npm run verify`, but not the program: tsc still emits.
    const sound = await step('Building', node(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']), false);
    if (!sound) say('The sources have type errors (above); going on with what was built.');
    if (existsSync(join(root, 'dev/copy-assets.mjs'))) {
      await step('Copying style sheets and the like', node(['dev/copy-assets.mjs']));
    }
    if (existsSync(join(root, 'dist/worker/bundle.js'))) {
      await step('Bundling the workflow code', node(['dist/worker/bundle.js']));
    }
    if (sound) writeFileSync(join(root, stamp), fingerprint);
  });
}

const stamp = 'dist/.built-from';

function buildIsFresh() {
  return existsSync(join(root, stamp)) && readFileSync(join(root, stamp), 'utf8') === sourceFingerprint();
}

/** Contents, not times: a checkout that goes back and forth between two commits is not a change. */
function sourceFingerprint() {
  const hash = createHash('sha256');
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  for (const path of [...settings, ...sourceFolders().flatMap(filesBelow)]) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Every folder but these may hold what is built; a folder too many costs a build, one too few runs old code. */
function sourceFolders() {
  const others = ['node_modules', 'dist', 'test', 'docs', 'coverage'];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !others.includes(entry.name))
    .map((entry) => entry.name)
    .sort();
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

const node = (args) => ({ file: process.execPath, args });
/** The npm that runs this script, else the one on PATH. */
const npm = (args) =>
  process.env.npm_execpath?.endsWith('.js') ? node([process.env.npm_execpath, ...args]) : { file: 'npm', args };

/** Runs one step with its output on the terminal and a sign of life every ten seconds; false or an end if it fails. */
async function step(title, { file, args }, mustSucceed = true) {
  const startedAt = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  say(`${title} …`);
  const alive = setInterval(() => say(`${title} … ${elapsed()}`), 10_000);
  // Standard output of a step is standard error of ours.
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'development' },
  });
  const code = await new Promise((done) => {
    child.on('error', (error) => done(say(`${title}: ${error.message}`) ?? 1));
    child.on('exit', (status) => done(status ?? 1));
  });
  clearInterval(alive);
  if (code === 0) return true;
  say(`${title} failed (exit code ${code}) after ${elapsed()}.`);
  if (mustSucceed) process.exit(code);
  return false;
}

/** Two starts in one clone take turns, or one would delete node_modules under the other. */
async function alone(name, work) {
  const lock = join(root, '.data', `${name}.lock`);
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  while (!take(lock)) await new Promise((done) => setTimeout(done, 200));
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch (error) {
    // ESRCH: the owner is dead. ENOENT: it has just finished.
    if (error.code === 'ESRCH') rmSync(lock, { force: true });
  }
  return false;
}

/**
 * Lets one Ctrl-C be one signal. The terminal tells every process of the group, and npm passes its own copy on as well;
 * programs take a second signal as "stop at once", so the echo must not reach them.
 */
function dropEchoedSignals() {
  const emit = process.emit;
  const lastSeen = new Map();
  process.emit = function (name, ...details) {
    if (name === 'SIGINT' || name === 'SIGTERM') {
      const now = Date.now();
      const echo = now - (lastSeen.get(name) ?? Number.NEGATIVE_INFINITY) < 500;
      lastSeen.set(name, now);
      if (echo) return true;
    }
    return emit.call(this, name, ...details);
  };
}

/** Runs a program of dist/ in this process, as if Node had been started with it: same id, same terminal, own exit code. */
async function run(program, args) {
  const path = resolve(root, program);
  if (!existsSync(path)) {
    say(`${program} does not exist.`);
    process.exit(1);
  }
  dropEchoedSignals();
  process.argv = [process.argv[0], path, ...args];
  await import(pathToFileURL(path).href);
}

export async function ensureReady() {
  requireSupportedNode();
  await ensurePackages();
  await ensureBuild();
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [verb, program, ...args] = process.argv.slice(2);
  if (verb !== undefined && (verb !== 'run' || program === undefined)) {
    say('Usage: node dev/setup.mjs [run <program of dist/> [args …]]');
    process.exit(1);
  }
  await ensureReady();
  if (program !== undefined) await run(program, args);
}
