/** `/operator`: which orders wait for a decision, how the last comparison went, a comparison at once, and what is not as it should be. */
import type { Hono } from 'hono';
import { FINDING_KINDS, type FindingKind } from '../../workflows/contract/reconciliation.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import type { OperatorHttpDeps } from '../site/ports.ts';
import { Comparison } from './comparison.tsx';
import type { OperatorEnv } from './context.ts';
import { Findings } from './findings.tsx';
import { operatorPage } from './frame.tsx';
import { HeldOrders } from './held.tsx';
import { words } from './words.ts';

/** Findings on a page. */
const PAGE = 25;

export function overviewRoutes(app: Hono<OperatorEnv>, deps: OperatorHttpDeps): void {
  const { store, operator, reconciliation, timeZone, logger } = deps;

  app.get('/operator', async (c) => {
    const { kind, cursor, comparison, held: heldFrom } = c.req.query();
    const filter = isKind(kind) ? kind : undefined;
    const page = await store.findings.list({ kind: filter, cursor, limit: PAGE }).catch(refuseBadCursor);
    const held = await store.orders.listHeld({ cursor: heldFrom, limit: PAGE }).catch(refuseBadCursor);
    const lastRun = await store.findings.lastRun();
    const { search } = new URL(c.req.url);
    const { title } = words[c.get('locale')];
    return operatorPage(c, 200, {
      title,
      back: `${c.get('base')}/operator${search}`,
      children: (
        <>
          <h1>{title}</h1>
          <HeldOrders c={c} page={held} timeZone={timeZone} />
          <Comparison c={c} lastRun={lastRun} timeZone={timeZone} outcome={comparison} />
          <Findings c={c} page={page} kind={filter} timeZone={timeZone} workflowUrl={operator.workflowUrl} />
        </>
      ),
    });
  });

  app.post('/operator/reconciliation', async (c) => {
    const outcome = await reconciliation.runNow().then(
      () => 'asked',
      (error: unknown) => {
        logger.warn({ err: error, requestId: c.get('requestId') }, 'the comparison could not be started');
        return 'away';
      },
    );
    return c.redirect(`${c.get('base')}/operator?comparison=${outcome}`, 303);
  });
}

function isKind(text: string | undefined): text is FindingKind {
  return (FINDING_KINDS as readonly (string | undefined)[]).includes(text);
}
