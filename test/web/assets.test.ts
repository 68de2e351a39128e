import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASSETS, readAssets } from '../../web/ui/assets.ts';
import { useEdge } from './support/edge.ts';

const edge = useEdge();
const folder = join(__dirname, '../../web/assets');

test.each([
  ['stylesheet', 'text/css; charset=utf-8', /^\/assets\/style-[0-9a-f]{12}\.css$/],
  ['order', 'text/javascript; charset=utf-8', /^\/assets\/order-[0-9a-f]{12}\.js$/],
  ['icon', 'image/svg+xml', /^\/assets\/icon-[0-9a-f]{12}\.svg$/],
] as const)('%s is served under a name of its own content, and may be kept for ever', async (name, type, path) => {
  const { path: served } = ASSETS[name];
  expect(served).toMatch(path);
  const { status, headers, text } = await (await edge()).open(served);
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    200,
    type,
    'public, max-age=31536000, immutable',
  ]);
  expect(served).toContain(createHash('sha256').update(text).digest('hex').slice(0, 12));
});

test('every page asks for the stylesheet and the icon', async () => {
  const { text } = await (await edge()).open('/');
  expect(text).toContain(`<link rel="stylesheet" href="${ASSETS.stylesheet.path}"`);
  expect(text).toContain(`href="${ASSETS.icon.path}"`);
});

describe('of other files', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'order-saga-assets-'));
    cpSync(folder, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  test('a changed sheet changes the path of the stylesheet, and of nothing else', () => {
    expect(readAssets(copy)).toEqual(ASSETS);
    appendFileSync(join(copy, 'style/shop.css'), 'p { margin: 0 }\n');
    const { stylesheet, ...others } = readAssets(copy);
    expect(stylesheet.path).not.toBe(ASSETS.stylesheet.path);
    expect(stylesheet.content).toContain('p { margin: 0 }');
    expect(others).toEqual({ order: ASSETS.order, icon: ASSETS.icon });
  });

  test.each(['style/print.css', 'order.js', 'icon.svg'])('without %s nothing starts, and it is named', (name) => {
    rmSync(join(copy, name));
    expect(() => readAssets(copy)).toThrow(
      `${join(copy, name)} cannot be read: build the product again (npm run build).`,
    );
  });
});
