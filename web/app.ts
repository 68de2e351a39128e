/** The HTTP edge as one app: API, portal, panel, operators' pages, health, documentation. It holds no state but its rate limits. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { DatabaseAway, isUnstorable } from '../store/store.ts';
import { docsRoutes } from './api/docs.tsx';
import { healthRoutes } from './api/health.ts';
import { marketRoutes } from './api/market.ts';
import { operatorRoutes } from './api/operator.ts';
import { operatorOrderRoutes } from './api/operator-orders.ts';
import { orderRoutes } from './api/orders.ts';
import { refuseInvalid } from './api/requests.ts';
import { inboundRoutes } from './inbound/mail.ts';
import { operatorPages } from './operator/operator.tsx';
import { missingPage } from './panel/missing.tsx';
import { panelRoutes } from './panel/panel.tsx';
import { portalRoutes } from './portal/portal.tsx';
import { accessLog, logAway, logFailure, requestId } from './site/access-log.ts';
import { bearerAuth } from './site/auth.ts';
import { basePath } from './site/base-path.ts';
import { limitedBody } from './site/body-limit.ts';
import { languageRoutes } from './site/language.ts';
import { limitedLoad, MOST_REQUESTS } from './site/load.ts';
import { localeOf } from './site/locale.ts';
import { type HttpDeps, type HttpEnv, SERVICES } from './site/ports.ts';
import { PROBLEMS, Problem, problemResponse, unavailable } from './site/problems.ts';
import { ASSETS } from './ui/assets.ts';
import { failureWordsOf } from './ui/failure-words.ts';
import { failurePage } from './ui/failures.tsx';
import { landingPage } from './ui/landing.tsx';

/** Paths that need a bearer token; a test holds that no documented operation outside health is missing here. */
const SECURED_PATHS = ['/api/orders/*', '/api/customers/*', '/api/catalogue/*'];

/** Builds the app. It starts nothing and connects to nothing; {@link startHttp} listens. */
export function createApp(deps: HttpDeps): OpenAPIHono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>({ defaultHook: refuseInvalid });
  const base = basePath(deps.publicUrl);

  app.use(
    requestId(),
    accessLog(deps.logger),
    headers(deps.publicUrl),
    limitedLoad(deps.mostRequests ?? MOST_REQUESTS),
  );
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => fail(c, notAllowed(methods)) }));
  app.notFound((c) => fail(c, new Problem('not-found', 'There is nothing at this address.')));
  app.onError((error, c) => {
    const problem = problemOf(error, c);
    if (error instanceof DatabaseAway) logAway(deps.logger, c, error);
    else if (problem.code === 'internal') logFailure(deps.logger, c, error);
    return fail(c, problem);
  });

  const { services = SERVICES } = deps;
  healthRoutes(app, deps);
  languageRoutes(app, deps.publicUrl);
  if (services.includes('api')) {
    const auth = bearerAuth(deps);
    for (const path of SECURED_PATHS) app.use(path, auth('reseller'), limitedBody, noStore);
    app.use('/api/operator/*', auth('operator'), limitedBody, noStore);
    orderRoutes(app, deps);
    marketRoutes(app, deps);
    operatorOrderRoutes(app, deps);
    operatorRoutes(app, deps);
    if (deps.inbound) inboundRoutes(app, deps, deps.inbound);
    docsRoutes(app, deps, base);
    landingPage(app, base, { panel: services.includes('panel') && deps.panel !== undefined });
  }
  if (services.includes('portal')) portalRoutes(app, deps);
  if (services.includes('panel') && deps.panel) panelRoutes(app, { ...deps, panel: deps.panel });
  if (services.includes('operator') && deps.operator) operatorPages(app, { ...deps, operator: deps.operator });
  for (const { path, type, content } of Object.values(ASSETS)) {
    app.get(path, (c) =>
      c.body(content, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    );
  }
  return app;

  /** Programs get a problem, people a page. */
  function fail(c: Context, problem: Problem): Response | Promise<Response> {
    const { path } = c.req;
    const page = path.startsWith('/complete/') || hasSessions(path) || (!path.startsWith('/api/') && wantsHtml(c));
    if (!page) return problemResponse(problem, deps.publicUrl, c.get('requestId'));
    for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
    const inPanel = isPanel(path) && c.get('user') !== undefined;
    if (inPanel && PROBLEMS[problem.code].status === 404) return missingPage(c);
    const sent = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    const uncertain = sent && problem.code === 'unavailable' ? failureWordsOf(localeOf(c), 'uncertain') : undefined;
    return failurePage(c, problem.code, base, uncertain);
  }
}

function wantsHtml(c: Context): boolean {
  return (c.req.header('accept') ?? '').includes('text/html');
}

function notAllowed(methods: string[]): Problem {
  const allow = methods.join(', ');
  return new Problem('method-not-allowed', `This address takes ${allow}.`, { headers: { Allow: allow } });
}

/** What a thrown thing means. Everything that is not ours is `internal`, and its message stays in the log. */
function problemOf(error: unknown, c: Context<HttpEnv>): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseAway) {
    return unavailable('The database cannot be reached just now.', c.get('notRepeatable') !== true, { cause: error });
  }
  // Wherever it was in the request: no stored text has it, so nothing was found or changed.
  if (isUnstorable(error)) {
    return new Problem('invalid-request', 'The request has a text with the character U+0000.', { cause: error });
  }
  if (error instanceof HTTPException && error.status === 415) {
    return new Problem('unsupported-media-type', 'Send the body as application/json in UTF-8.', { cause: error });
  }
  if (error instanceof HTTPException && error.status === 400) {
    return new Problem('malformed-json', 'The body could not be read.', { cause: error });
  }
  return new Problem('internal', 'The request could not be carried out. Give the requestId to support.', {
    cause: error,
  });
}

const noStore: ReturnType<typeof requestId> = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
};

/**
 * One strict policy for all pages: our own stylesheet, forms to ourselves, no frames, and no scripts but, where users are
 * logged in, the files of ours. Pages there say to ourselves where a form comes from, which is what keeps forged ones out; the
 * portal's don't, since the address of a page there is the key to an order.
 */
function headers(publicUrl: string): MiddlewareHandler {
  const https = publicUrl.startsWith('https:');
  const policy = {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  };
  const always = {
    xFrameOptions: 'DENY',
    strictTransportSecurity: https ? 'max-age=31536000; includeSubDomains' : false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  };
  const pages = secureHeaders({ ...always, contentSecurityPolicy: policy, referrerPolicy: 'no-referrer' });
  const signedIn = secureHeaders({
    ...always,
    contentSecurityPolicy: { ...policy, scriptSrc: ["'self'"], connectSrc: ["'self'"] },
    referrerPolicy: 'same-origin',
  });
  return function headers(c, next) {
    return (hasSessions(c.req.path) ? signedIn : pages)(c, next);
  };
}

function isPanel(path: string): boolean {
  return path === '/panel' || path.startsWith('/panel/');
}

/** Whether a page has a session, and forms that must be its own. */
function hasSessions(path: string): boolean {
  return isPanel(path) || path === '/operator' || path.startsWith('/operator/');
}
