import { availableParallelism } from 'node:os';

/** Tests run as CommonJS through swc: Jest's ESM mode is still experimental, and the sources use explicit `.ts` imports. */
const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
  },
  module: { type: 'commonjs' },
};

/** Packages that ship ES modules only. */
const esmOnly = ['jose', '@hono/node-server', 'openid-client', 'oauth4webapi', 'oidc-provider'];

// PGlite loads its parts by dynamic import(), which code inside Jest's sandbox may do only with this flag. Set here it
// reaches every test process, however Jest was started.
const flags = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} ${flags}`.trim();

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: { '\\.[jt]sx?$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esmOnly.join('|')})/)`],
  // Only a guard against hanging. Without the workflow cache the time-skipping server now and then loses a workflow task,
  // and each one lost costs the ten seconds after which it is given out again.
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Tests wait more than they compute; of two processors Jest would use one.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // One process for one test file: Temporal's native runtime does not survive a second one (sdk-typescript #614). Every
  // process is above two bytes, so each is replaced when it has run its file; this also rules out running in-band.
  workerIdleMemoryLimit: 2,
};
