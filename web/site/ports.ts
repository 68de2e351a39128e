/** What the HTTP edge needs from the rest of the product, as interfaces that tests can stand in for. */
import type { Logger } from 'pino';
import type { OrderRequest } from '../../client/order-request.ts';
import type { AnswerResult, LimitedResult, MessageResult } from '../../client/orders.ts';
import type {
  AccountsStore,
  FindingStore,
  MarketStore,
  OperatorSessionStore,
  OrderSearch,
  OrderStore,
  OrderWatch,
  PlaceResult,
  ShopStore,
  TokenStore,
} from '../../store/store.ts';
import type {
  AdministratorAnswer,
  BounceReport,
  CancelRequest,
  ResendRequest,
  ResumeRequest,
} from '../../workflows/contract/messages.ts';
import type { LiveOrder } from '../../workflows/contract/order.ts';
import type { LinkVerifier } from './links.ts';

/** The part of the `OrderClient` that HTTP callers can reach. */
export interface Orders {
  place(order: OrderRequest): Promise<PlaceResult>;
  provideAdministrator(orderId: string, answer: AdministratorAnswer): Promise<AnswerResult>;
  resendInformationRequest(orderId: string, request: ResendRequest, idempotencyKey?: string): Promise<LimitedResult>;
  cancel(orderId: string, request: CancelRequest): Promise<MessageResult>;
  resume(orderId: string, request: ResumeRequest, idempotencyKey?: string): Promise<LimitedResult>;
  reportBounce(orderId: string, report: BounceReport): Promise<MessageResult>;
  live(orderId: string): Promise<LiveOrder | undefined>;
  ping(): Promise<void>;
}

/** The part of the `ReconciliationSchedule` that operators can reach. */
export interface Reconciliation {
  /** Starts a comparison, unless one goes on. @throws if Temporal cannot be reached */
  runNow(): Promise<void>;
}

/** The part of the `Store` that HTTP callers can reach; everything written goes through {@link Orders} or the market. */
export interface HttpStore {
  orders: Pick<OrderStore, 'get' | 'getAny' | 'lookAt' | 'list' | 'listHeld' | 'informationRequest' | 'brief'>;
  orderWatch: Pick<OrderWatch, 'changed'>;
  market: Pick<MarketStore, 'searchCatalogue' | 'addCustomer' | 'getCustomer' | 'listCustomers' | 'setAdminContact'>;
  tokens: Pick<TokenStore, 'resellerOf' | 'operatorOf'>;
  findings: FindingStore;
  ping(): Promise<void>;
}

/** What a process may serve. Health checks are always there. */
export const SERVICES = ['api', 'portal', 'panel', 'operator'] as const;
export type Service = (typeof SERVICES)[number];

/** The identity provider behind "Log In with IMOnline". */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  /** Absent: a public client, which only PKCE protects. */
  clientSecret?: string;
}

/** Reads the addresses to which bounces come back. */
export interface BounceReader {
  /** Which mail an address of ours in `text` belongs to, such as a header field; the first whose signature holds. */
  find(text: string): { orderId: string; revision: number; number: number } | undefined;
}

/** What the mail server's way in needs. */
export interface Inbound {
  bounces: BounceReader;
  /** Which only the mail server knows beside us. */
  secret: string;
}

/** What the control panel needs beside. */
export interface PanelDeps {
  accounts: AccountsStore;
  shop: ShopStore;
  orderSearch: OrderSearch;
  /** Absent: users log in with e-mail and password only. */
  oidc?: OidcSettings;
  /** Minutes without a page after which a session ends. */
  sessionIdleMinutes: number;
  /** Hours after which a session ends in any case. */
  sessionHours: number;
}

/** What the operators' pages need beside. */
export interface OperatorDeps {
  sessions: OperatorSessionStore;
  /** Minutes without a page after which a session ends. */
  sessionIdleMinutes: number;
  /** Hours after which a session ends in any case. */
  sessionHours: number;
  /** Where Temporal shows an order's workflow; absent where that is not known. */
  workflowUrl?: (orderId: string) => string;
}

export interface HttpDeps {
  store: HttpStore;
  orders: Orders;
  reconciliation: Reconciliation;
  links: LinkVerifier;
  /** Where the outside world reaches this app; every absolute URL is built from it and never from `Host`. */
  publicUrl: string;
  logger: Logger;
  /** Absent: no mail is taken in. */
  inbound?: Inbound;
  /** Absent: there is no control panel. */
  panel?: PanelDeps;
  /** Absent: there are no pages for operators. */
  operator?: OperatorDeps;
  /** Default: all of them. */
  services?: readonly Service[];
  /** How many reverse proxies of ours stand in front; that many entries of `X-Forwarded-For` are believed. */
  trustedProxies: number;
  /** The IANA zone in which pages tell times. */
  timeZone: string;
  /** How many requests are carried out at once; default 200. */
  mostRequests?: number;
  /** Milliseconds since the epoch; tests bring their own. */
  now?: () => number;
}

export type PanelHttpDeps = HttpDeps & { panel: PanelDeps };
export type OperatorHttpDeps = HttpDeps & { operator: OperatorDeps };

/** What the middleware leaves in the context. */
export interface HttpEnv {
  Variables: {
    /** 32 hex digits: a W3C trace id, and the reference that error pages and problems show. */
    requestId: string;
    /** The reseller whose bearer token came with the request. */
    resellerId: string;
    /** The label of the operator's token that came with the request. */
    operator: string;
    /** Set once a handler does what a repeat would do a second time. */
    notRepeatable?: true;
  };
}
