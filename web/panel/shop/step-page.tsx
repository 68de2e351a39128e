/** The pages of an order's steps: what each of them says about itself, and what all of them do. */
import type { Context, Handler, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { DraftForm, DraftOutcome, MarketStore, ShopStore } from '../../../store/store.ts';
import { Problem } from '../../site/problems.ts';
import {
  BackLink,
  ErrorSummary,
  type FormError,
  type Read,
  readTexts,
  type Texts,
  textsOf,
  titleOf,
} from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { panelPage } from '../frame.tsx';
import { type Checkout, type CheckoutAt, enter, openStep, type Step } from './checkout.ts';
import { refusedIn, showAgain } from './refused.ts';
import { Steps } from './steps.tsx';

type C = Context<PanelEnv>;

/** A page that takes a form: `Input` is what was typed, `Meaning` what the page makes of it. */
export interface StepPage<S extends Step, Input extends Record<string, string>, Meaning> {
  /** The step that it belongs to. */
  step: S;
  /** Below the draft's address. */
  address: string;
  /** Where Back leads. */
  previous: Step | 'cart';
  /** Where refused input is kept: in the draft if it names people, who must not be in an address. */
  keptIn: 'address' | DraftForm;
  /** What was typed, as text. */
  input(texts: Texts, checkout: CheckoutAt[S]): Input;
  read(c: C, checkout: CheckoutAt[S], input: Input): Read<Meaning> | Promise<Read<Meaning>>;
  /** What of a form the draft keeps, whether the rest of it can be taken or not. */
  keep?(checkout: CheckoutAt[S], input: Input): Promise<unknown>;
  /** What is wrong before anything is typed: whoever was led back to the page must see why. */
  troubles?(c: C, checkout: CheckoutAt[S]): FormError[];
  /** Does what was meant, and leads to what comes next. */
  take(c: C, checkout: CheckoutAt[S], meaning: Meaning): Promise<Response>;
  view(c: C, checkout: CheckoutAt[S], shown: Shown<Input>): View | Promise<View>;
}

interface Shown<Input> {
  /** What was refused, if anything was. */
  input: Input | undefined;
  errors: readonly FormError[];
}

interface View {
  title: string;
  /** What the errors mean together. */
  summaryLead?: string | undefined;
  children: Child;
}

/** Makes the handler of a page that belongs to a step. */
export type AtStep = <S extends Step>(
  step: S,
  handle: (c: C, checkout: CheckoutAt[S]) => Response | Promise<Response>,
) => Handler<PanelEnv>;

interface Deps {
  shop: ShopStore;
  market: Pick<MarketStore, 'getCustomer'>;
}

/**
 * Whoever comes to a step too early is led to the first that is incomplete; whoever comes after Buy, to the order. A
 * draft of somebody else is 404, as one that does not exist.
 */
export function gate({ shop, market }: Deps): AtStep {
  return (step, handle) =>
    async function enterStep(c) {
      const { userId, resellerId } = c.get('user');
      const owner = { userId, resellerId };
      const draftId = c.req.param('draftId') ?? '';
      const draft = /^[0-9A-Z]{1,40}$/.test(draftId) ? await shop.draft(owner, draftId) : undefined;
      if (draft === undefined) throw noSuchDraft();
      const { base } = c.get('frame');
      if (draft.orderId !== undefined) {
        await shop.clearBought(owner, draftId);
        return c.redirect(`${base}/panel/orders/${draft.orderId}`, 303);
      }
      const [products, customer] = await Promise.all([
        shop.products(draft.lines.map((line) => line.productId)),
        draft.customerId === undefined ? undefined : market.getCustomer(resellerId, draft.customerId),
      ]);
      const lines = draft.lines.map((line) => ({ ...line, product: products.get(line.productId) }));
      const path = (to: string) => `${base}/panel/order/${draftId}/${to}`;
      const checkout: Checkout = { owner, draft, lines, customer, path };
      const entered = enter(step, checkout);
      return entered === undefined ? c.redirect(path(openStep(checkout)), 303) : handle(c, entered);
    };
}

/** Adds a page: GET shows it, POST takes its form. */
export function addStepPage<S extends Step, Input extends Record<string, string>, Meaning>(
  app: Hono<PanelEnv>,
  { at, shop }: { at: AtStep; shop: ShopStore },
  page: StepPage<S, Input, Meaning>,
): void {
  const { step, address, keptIn } = page;

  async function show(c: C, checkout: CheckoutAt[S]): Promise<Response> {
    const texts = keptIn === 'address' ? refusedIn(c) : keptTexts(checkout, keptIn);
    const input = texts && page.input(texts, checkout);
    const refused = input === undefined ? [] : errorsOf(await page.read(c, checkout, input));
    const errors = refused.length > 0 ? refused : (page.troubles?.(c, checkout) ?? []);
    return drawn(c, checkout, page, { input, errors });
  }

  async function take(c: C, checkout: CheckoutAt[S]): Promise<Response> {
    const input = page.input(await readTexts(c), checkout);
    await page.keep?.(checkout, input);
    const read = await page.read(c, checkout, input);
    if ('meaning' in read) return page.take(c, checkout, read.meaning);
    if (keptIn === 'address') return showAgain(c, checkout.path(address), input);
    const { owner, draft } = checkout;
    return goOn(c, checkout, await shop.changeDraft(owner, draft.draftId, { typed: { form: keptIn, input } }), address);
  }

  app.get(`/panel/order/:draftId/${address}`, at(step, show));
  app.post(`/panel/order/:draftId/${address}`, at(step, take));
}

/** After a change: on to a step, or to where the draft has gone meanwhile. */
export function goOn(c: C, { path }: Checkout, outcome: DraftOutcome, to: string): Response {
  if (outcome === 'gone') throw noSuchDraft();
  // Of a draft that was bought, every address leads to its order.
  return c.redirect(path(to), 303);
}

async function drawn<S extends Step, Input extends Record<string, string>, Meaning>(
  c: C,
  checkout: CheckoutAt[S],
  page: StepPage<S, Input, Meaning>,
  shown: Shown<Input>,
): Promise<Response> {
  const locale = c.get('locale');
  const { errors } = shown;
  const { title, summaryLead, children } = await page.view(c, checkout, shown);
  const back = page.previous === 'cart' ? `${c.get('frame').base}/panel/cart` : checkout.path(page.previous);
  return panelPage(c, 200, {
    title: titleOf(locale, title, errors.length > 0),
    current: 'cart',
    wide: true,
    children: (
      <>
        <BackLink locale={locale} href={back} />
        <ErrorSummary locale={locale} errors={errors} lead={summaryLead} />
        <Steps locale={locale} current={page.step} checkout={checkout} />
        <h1>{title}</h1>
        {children}
      </>
    ),
  });
}

function keptTexts({ draft }: Checkout, form: DraftForm): Texts | undefined {
  const kept = draft.typed[form];
  return kept && textsOf(kept);
}

function errorsOf(read: Read<unknown>): FormError[] {
  return 'errors' in read ? read.errors : [];
}

function noSuchDraft(): Problem {
  return new Problem('not-found', 'There is no such order draft.');
}
