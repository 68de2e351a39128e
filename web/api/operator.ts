/** What operators ask the API: what comparisons have found, and a comparison at once. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { OpenFinding, ReconciliationRun } from '../../store/store.ts';
import { FINDING_KINDS } from '../../workflows/contract/reconciliation.ts';
import { words } from '../order-words/findings.ts';
import { FindingQuery } from '../rules/bodies.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { unavailable } from '../site/problems.ts';
import { listJson, listOf } from './answers.ts';
import { instant } from './happenings.ts';
import { type Handler, json, problems, SECURED } from './routes.ts';

const FindingSchema = z
  .object({
    kind: z.enum(FINDING_KINDS),
    text: z.string().openapi({ description: 'What it means, in English' }),
    advice: z.string().openapi({ description: 'What to do about it, in English' }),
    subject: z.string().openapi({
      description:
        'What differs: an account with its vendor and region, a line, an order, or a reseller with its currency',
    }),
    orderId: z.string().optional(),
    details: z.record(z.string(), z.unknown()).openapi({
      description: 'Ids, numbers and states; which there are depends on `kind`. Nothing personal',
    }),
    firstSeen: instant,
    lastSeen: instant,
  })
  .openapi('Finding');

const count = (description: string) => z.int().openapi({ description });

const ReconciliationSchema = z
  .object({
    lastRun: z
      .object({
        startedAt: instant,
        endedAt: instant.optional().openapi({ description: 'Absent while it goes on' }),
        accounts: count('Accounts at vendors that were looked at'),
        lines: count('Active lines that were looked at'),
        orders: count('Orders that had ended, whose entries in the ledger were looked at'),
        found: count('Differences that it saw and that are there still'),
        repaired: count('Differences that it repaired'),
        incomplete: z.array(z.string()).openapi({ description: 'What could not be compared' }),
      })
      .optional()
      .openapi({ description: 'Absent until there was one. It is counted at its end' }),
  })
  .openapi('Reconciliation');

const shared = { tags: ['Operators'], security: SECURED };

const listFindings = createRoute({
  ...shared,
  method: 'get',
  path: '/api/operator/findings',
  summary: 'List what is not as it should be',
  description:
    'Where vendors, record, ledger and workflows differ, longest known first. A finding that is repaired, or not there any more, leaves the list. For tokens of operators.',
  request: { query: FindingQuery },
  responses: {
    200: json(listOf(FindingSchema).openapi('FindingList'), 'One page'),
    ...problems('invalid-request', 'bad-cursor'),
  },
});

const getReconciliation = createRoute({
  ...shared,
  method: 'get',
  path: '/api/operator/reconciliation',
  summary: 'Read how the last comparison went',
  description: 'The comparison of vendors, record and ledger that began last. For tokens of operators.',
  responses: { 200: json(ReconciliationSchema, 'The last comparison'), ...problems() },
});

const startReconciliation = createRoute({
  ...shared,
  method: 'post',
  path: '/api/operator/reconciliation',
  summary: 'Compare now',
  description: 'Starts a comparison, unless one goes on already. For tokens of operators.',
  responses: { 202: json(ReconciliationSchema, 'It starts in a moment; this is the one before'), ...problems() },
});

/** The routes of operators. */
export function operatorRoutes(api: OpenAPIHono<HttpEnv>, { store: { findings }, reconciliation }: HttpDeps): void {
  const list: Handler<typeof listFindings> = async (c) => {
    const page = await findings.list(c.req.valid('query')).catch(refuseBadCursor);
    return c.json(listJson(page, findingJson), 200);
  };
  const read: Handler<typeof getReconciliation> = async (c) =>
    c.json(reconciliationJson(await findings.lastRun()), 200);
  const start: Handler<typeof startReconciliation> = async (c) => {
    await reconciliation.runNow().catch((cause: unknown) => {
      throw unavailable('The comparison could not be started.', true, { cause });
    });
    return c.json(reconciliationJson(await findings.lastRun()), 202);
  };
  api.openapi(listFindings, list);
  api.openapi(getReconciliation, read);
  api.openapi(startReconciliation, start);
}

function findingJson(finding: OpenFinding): z.infer<typeof FindingSchema> {
  const { means: text, advice } = words.en[finding.kind];
  return { ...finding, text, advice };
}

function reconciliationJson(run: ReconciliationRun | undefined): z.infer<typeof ReconciliationSchema> {
  if (!run) return {};
  const { runId: _, ...lastRun } = run;
  return { lastRun };
}
