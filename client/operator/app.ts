/**
 * What operators may do, each operation once: the app is served on the operator's socket, or called where it is, and its
 * type is the type of the client. It asks nobody who they are, so it is no part of the public HTTP app.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { validator } from 'hono/validator';
import { z } from 'zod';
import {
  type AccountsStore,
  EmailTaken,
  type FindingStore,
  type MarketStore,
  type ShopStore,
  type TokenStore,
  UnknownReseller,
} from '../../store/store.ts';
import {
  CatalogueBody,
  FindingsQuery,
  NewOperatorTokenBody,
  NewPasswordBody,
  NewTokenBody,
  NewUserBody,
  ResellerBody,
  RevocationBody,
  TermsBody,
  UserBody,
  UserStateBody,
} from './bodies.ts';

/** What of the store operators work on. */
export interface OperatorStore {
  tokens: Pick<TokenStore, 'createToken' | 'createOperatorToken' | 'listTokens' | 'revokeToken'>;
  market: Pick<MarketStore, 'loadCatalogue' | 'putReseller'>;
  accounts: Pick<
    AccountsStore,
    'addUser' | 'listUsers' | 'resetPassword' | 'setDisabled' | 'deleteUser' | 'identitiesOf' | 'unlinkIdentities'
  >;
  shop: Pick<ShopStore, 'putTerms'>;
  findings: FindingStore;
}

/** The comparison of vendors, record and ledger, as far as it is Temporal's. */
export interface Comparing {
  /** Starts one, unless one goes on. @throws if Temporal cannot be reached */
  runNow(): Promise<void>;
}

/** In mebibytes: a catalogue of tens of thousands of products. */
const LARGEST_BODY = 16;
const MIB = 1024 * 1024;

export type OperatorApp = ReturnType<typeof createOperatorApp>;

export function createOperatorApp({ tokens, market, accounts, shop, findings }: OperatorStore, comparing: Comparing) {
  return (
    new Hono()
      .use(bodyLimit({ maxSize: LARGEST_BODY * MIB, onError: (c) => c.json(TOO_LARGE, 413) }))
      .get('/', (c) => c.json({ operator: 'order-saga' }))
      .get('/tokens', async (c) => c.json(await tokens.listTokens()))
      .post('/tokens', body(NewTokenBody), async (c) => {
        const { resellerId, label } = c.req.valid('json');
        return c.json(await tokens.createToken(resellerId, label));
      })
      .post('/tokens/operator', body(NewOperatorTokenBody), async (c) =>
        c.json(await tokens.createOperatorToken(c.req.valid('json').label)),
      )
      .post('/tokens/revocation', body(RevocationBody), async (c) =>
        c.json({ revoked: await tokens.revokeToken(c.req.valid('json').tokenId) }),
      )
      .put('/catalogue', body(CatalogueBody), async (c) => {
        const { products, dryRun } = c.req.valid('json');
        return c.json(await market.loadCatalogue(products, { dryRun }));
      })
      .put('/reseller', body(ResellerBody), async (c) => {
        await market.putReseller(c.req.valid('json'));
        return c.json({});
      })
      .put('/terms', body(TermsBody), async (c) => {
        await shop.putTerms(c.req.valid('json'));
        return c.json({});
      })
      .get('/users', async (c) => c.json(await accounts.listUsers()))
      .post('/users', body(NewUserBody), async (c) => c.json(await accounts.addUser(c.req.valid('json'))))
      .put('/users/password', body(NewPasswordBody), async (c) => {
        const { email, passwordHash } = c.req.valid('json');
        return c.json({ changed: await accounts.resetPassword(email, passwordHash) });
      })
      .put('/users/state', body(UserStateBody), async (c) => {
        const { email, disabled } = c.req.valid('json');
        return c.json({ changed: await accounts.setDisabled(email, disabled, new Date()) });
      })
      .post('/users/deletion', body(UserBody), async (c) =>
        c.json({ changed: await accounts.deleteUser(c.req.valid('json').email) }),
      )
      // `null`, here and below, where there is no such user.
      .get('/users/identities', query(UserBody), async (c) =>
        c.json((await accounts.identitiesOf(c.req.valid('query').email)) ?? null),
      )
      .post('/users/identities/removal', body(UserBody), async (c) =>
        c.json({ removed: (await accounts.unlinkIdentities(c.req.valid('json').email, new Date())) ?? null }),
      )
      .get('/findings', query(FindingsQuery), async (c) =>
        c.json(await findings.list({ limit: 100, ...c.req.valid('query') })),
      )
      .get('/reconciliation', async (c) => c.json({ lastRun: await findings.lastRun() }))
      // Answers the comparison before, by which the one that it starts is told apart.
      .post('/reconciliation', async (c) => {
        const lastRun = await findings.lastRun();
        await comparing.runNow().catch((cause: unknown) => {
          throw new Error('The comparison could not be started, since Temporal cannot be reached.', { cause });
        });
        return c.json({ lastRun });
      })
      .onError((error, c) => {
        const { status, ...failure } = failureOf(error);
        return c.json(failure, status);
      })
  );
}

/** A body that is not what `schema` says ends the request with all that is wrong. */
function body<T>(schema: z.ZodType<T>) {
  return validator('json', (value) => schema.parse(value));
}

function query<T extends Record<string, string | undefined>>(schema: z.ZodType<T>) {
  return validator('query', (value) => schema.parse(value));
}

/** What a failed operation answers. */
export const Failure = z.object({ kind: z.enum(['unknownReseller', 'emailTaken', 'other']), message: z.string() });

const TOO_LARGE: z.infer<typeof Failure> = {
  kind: 'other',
  message: `This is more than the ${LARGEST_BODY} MiB that can be sent at once.`,
};

function failureOf(error: Error): z.infer<typeof Failure> & { status: 400 | 409 | 500 } {
  const { message } = error;
  if (error instanceof UnknownReseller) return { kind: 'unknownReseller', message, status: 409 };
  if (error instanceof EmailTaken) return { kind: 'emailTaken', message, status: 409 };
  if (error instanceof z.ZodError) return { kind: 'other', message: z.prettifyError(error), status: 400 };
  return { kind: 'other', message, status: 500 };
}
