import { type BadEnvironment, readEnvironment } from '../../../config/environment.ts';

const NAMES = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'SESSION_IDLE_MINUTES', 'SESSION_HOURS'] as const;

function problemsOf(given: Record<string, string>): readonly string[] {
  try {
    readEnvironment(NAMES, given);
    return [];
  } catch (error) {
    return (error as BadEnvironment).problems;
  }
}

test('without an issuer there is none, and sessions have their usual limits', () => {
  expect(readEnvironment(NAMES, {})).toEqual({ SESSION_IDLE_MINUTES: 30, SESSION_HOURS: 12 });
});

test('an issuer is reached by TLS, except on this machine, and knows us by an id', () => {
  const id = { OIDC_CLIENT_ID: 'order-saga' };
  expect(problemsOf({ OIDC_ISSUER: 'https://im.example/realm', ...id })).toEqual([]);
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
    expect(problemsOf({ OIDC_ISSUER: `http://${host}:4020`, ...id })).toEqual([]);
  }
  expect(problemsOf({ OIDC_ISSUER: 'http://im.example', ...id })).toEqual([
    'OIDC_ISSUER: expected an https URL (http on this machine only)',
  ]);
});

test('all problems are told together', () => {
  expect(problemsOf({ OIDC_ISSUER: 'https://im.example', SESSION_HOURS: '0', SESSION_IDLE_MINUTES: 'long' })).toEqual([
    expect.stringMatching(/^SESSION_IDLE_MINUTES: expected /),
    expect.stringMatching(/^SESSION_HOURS: expected /),
    'OIDC_CLIENT_ID: is required with OIDC_ISSUER and not set',
  ]);
  expect(problemsOf({ OIDC_CLIENT_SECRET: 's' })).toEqual([
    'OIDC_ISSUER: is required with OIDC_CLIENT_SECRET and not set',
  ]);
});
