/**
 * Small scripts that make pages better; none is needed. They are served as files under a name made from their content,
 * since our policy lets no script run that stands in a page.
 */
import { createHash } from 'node:crypto';

/**
 * The order page. It takes what has changed from the server, ready drawn, and puts it in place of the old; it says so
 * politely, and keeps the focus. While nobody looks at the page it asks for nothing: browsers allow few connections to
 * one host, and a dozen open tabs must not use them up.
 */
const ORDER = `
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const number = byId('order-number');
  const copy = byId('copy');
  if (copy && navigator.clipboard) {
    const label = copy.textContent;
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(number.textContent.trim());
        copy.textContent = copy.dataset.copied;
        byId('live-says').textContent = copy.dataset.copied;
        setTimeout(() => { copy.textContent = label; }, 2000);
      } catch {
        getSelection().selectAllChildren(number);
      }
    });
  }
  // What was just done is said once, and not again after a reload.
  if (location.search) history.replaceState(null, '', location.pathname);

  const live = byId('live');
  if (!live || !live.dataset.events || !window.EventSource) return;
  let source;
  let version = live.dataset.version;
  let over = false;

  function show(state) {
    byId('live-on').hidden = state !== 'on';
    byId('live-off').hidden = state !== 'off';
    byId('refresh').hidden = state === 'on';
  }

  function swap(html) {
    const fresh = document.createElement('template');
    fresh.innerHTML = html;
    const said = byId('state').dataset.says;
    const focused = live.contains(document.activeElement) ? document.activeElement.id : '';
    live.replaceChildren(fresh.content);
    const says = byId('state').dataset.says;
    if (says !== said) byId('live-says').textContent = says;
    if (focused) (byId(focused) || byId('main')).focus({ preventScroll: true });
  }

  function close() {
    if (source) source.close();
    source = undefined;
  }

  function open() {
    if (source || over || document.hidden) return;
    source = new EventSource(live.dataset.events + '?since=' + encodeURIComponent(version));
    source.onopen = () => show('on');
    source.addEventListener('order', (event) => {
      version = event.lastEventId;
      swap(event.data);
    });
    source.addEventListener('end', (event) => {
      over = true;
      close();
      show(event.data === 'terminal' ? 'none' : 'off');
      if (event.data === 'terminal') byId('refresh').hidden = true;
    });
    source.onerror = () => {
      // The browser tries again by itself, unless the server has refused.
      if (!source || source.readyState !== EventSource.CLOSED) return;
      over = true;
      close();
      show('off');
    };
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
})();
`.trim();

const hash = createHash('sha256').update(ORDER).digest('hex').slice(0, 12);

/** Served under `/assets` like the stylesheet. */
export const SCRIPTS = {
  order: { path: `/assets/order-${hash}.js`, type: 'text/javascript; charset=utf-8', content: ORDER },
} as const;
