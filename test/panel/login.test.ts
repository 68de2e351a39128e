/** Logging in with a CMP account, sessions and forms: what the browser does not show. */
import { PASSWORD, startPanel, type TestPanel } from './support/panel.ts';

let panel: TestPanel;
beforeAll(async () => {
  panel = await startPanel();
});
afterAll(() => panel.close());

test('the login page shows', async () => {
  const page = await panel.open('/panel/login');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Log In With CMP Account');
  const home = await panel.open('/panel', await panel.loggedIn());
  expect([home.status, home.text.includes('Control Panel')]).toEqual([200, true]);
  void PASSWORD;
});
