/**
 * Makes the order page better; without it the page works as well. It takes what has changed from the server, ready drawn,
 * and puts it in place of the old; it says so politely, and keeps the focus. While nobody looks at the page it asks for
 * nothing: browsers allow few connections to one host, and a dozen open tabs must not use them up.
 */
const byId = (id) => document.getElementById(id);

function offerToCopy(copy, number) {
  if (!copy || !navigator.clipboard) return;
  const label = copy.textContent;
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(number.textContent.trim());
      copy.textContent = copy.dataset.copied;
      byId('live-says').textContent = copy.dataset.copied;
      setTimeout(() => {
        copy.textContent = label;
      }, 2000);
    } catch {
      getSelection().selectAllChildren(number);
    }
  });
}

function follow(live) {
  if (!live?.dataset.events || !window.EventSource) return;
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
    source?.close();
    source = undefined;
  }

  function open() {
    if (source || over || document.hidden) return;
    source = new EventSource(`${live.dataset.events}?since=${encodeURIComponent(version)}`);
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
      if (source?.readyState !== EventSource.CLOSED) return;
      over = true;
      close();
      show('off');
    };
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}

offerToCopy(byId('copy'), byId('order-number'));
// What was just done is said once, and not again after a reload.
if (location.search) history.replaceState(null, '', location.pathname);
follow(byId('live'));
