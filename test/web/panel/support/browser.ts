/** A real Chromium for the panel's tests. */
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { User } from '../../../../store/store.ts';
import type { TestPanel } from './panel.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const PHONE = { width: 390, height: 844 };
export const WIDE = { width: 1280, height: 900 };

/** `describe` where there is a browser; says that it was skipped where there is none. */
export const withBrowser = existsSync(executablePath) ? describe : describe.skip;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}

/** A page of a browser of its own, in English. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, locale: 'en-GB', ...options });
  return context.newPage();
}

/** Gives the browser a session, without the login's pages. */
export async function logIn(context: BrowserContext, panel: TestPanel, user?: User): Promise<void> {
  await context.addCookies([await panel.cookieFor(user)]);
}

/** What axe finds on the page against WCAG 2.2 AA: rule and place. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Presses Tab until the focus is on what has this name, as somebody without a mouse would. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const matches = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
  const seen: string[] = [];
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate<string>(FOCUSED_NAME);
    if (matches(text)) return;
    seen.push(text);
  }
  throw new Error(`Tab never came to ${name}; it came to ${seen.join(' | ')}`);
}

const FOCUSED_NAME = `(() => {
  const at = document.activeElement;
  if (!at) return '';
  const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent;
  return (label ?? '').replace(/\\s+/g, ' ').trim();
})()`;
