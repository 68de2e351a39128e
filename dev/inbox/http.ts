/** The inbox over HTTP: JSON for programs, pages for people, faults for tests. */
import { Hono } from 'hono';
import { ownHostOnly } from '../own-host.ts';
import { type Faults, readFault } from './faults.ts';
import type { Mailbox } from './mailbox.ts';
import { bodyPage, listPage, mailPage, missingPage } from './pages.ts';

/** Our own pages: no scripts at all, one style sheet in the page, and one frame of our own. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A mail's HTML is anybody's: it gets an origin of its own, no scripts, forms or network, and may only do what a click
 * on a link does. The header says so too, since the page can be opened without its frame.
 */
const MAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation';
const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox ${MAIL_SANDBOX}`;

export function createInboxApp(mailbox: Mailbox, faults: Faults): Hono {
  const app = new Hono();
  app.use(ownHostOnly);

  app.use(async (c, next) => {
    c.header('Content-Security-Policy', PAGE_POLICY);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'no-store');
    await next();
  });

  app.get('/', (c) => c.html(listPage(mailbox.heads())));
  app.get('/messages', (c) => {
    const after = c.req.query('after') ?? '0';
    return /^\d+$/.test(after)
      ? c.json(mailbox.after(after))
      : c.json({ error: 'after must be the id of a message' }, 400);
  });
  app.get('/messages/:id', (c) => {
    const mail = mailbox.find(c.req.param('id'));
    return mail ? c.html(mailPage(mail, MAIL_SANDBOX)) : c.html(missingPage(), 404);
  });
  app.get('/messages/:id/body', (c) => {
    const mail = mailbox.find(c.req.param('id'));
    if (!mail) return c.html(missingPage(), 404);
    c.header('Content-Security-Policy', MAIL_POLICY);
    return c.html(bodyPage(mail));
  });

  app.get('/faults', (c) => c.json(faults.list()));
  app.post('/faults', async (c) => {
    // A page elsewhere can make a browser post a form or plain text here, but not JSON.
    if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) {
      return c.json({ error: 'send Content-Type: application/json' }, 415);
    }
    const fault = readFault(await c.req.json().catch(() => undefined));
    if (typeof fault === 'string') return c.json({ error: fault }, 400);
    faults.arm(fault);
    return c.json(faults.list(), 201);
  });
  app.delete('/faults', (c) => {
    faults.disarm();
    return c.body(null, 204);
  });

  app.notFound((c) => c.html(missingPage(), 404));
  return app;
}
