/** The Shopping Cart: what becomes of its lines, and the way into an order. */
import type { Context, Hono } from 'hono';
import type { CartLine, ShopStore } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import { readTexts, type Texts } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { cartPage, lineOf } from './cart-page.tsx';
import { inputOfLines, readLines } from './lines.tsx';
import { refusedIn, showAgain } from './refused.ts';

type C = Context<PanelEnv>;

export function cartRoutes(app: Hono<PanelEnv>, shop: ShopStore): void {
  async function show(c: C): Promise<Response> {
    const owner = ownerOf(c);
    const [cart, unfinished] = await Promise.all([shop.cart(owner.userId), shop.unfinished(owner)]);
    const refused = refusedIn(c);
    const lines = refused === undefined ? [] : linesIn(cart, refused);
    if (refused === undefined || lines.length === 0) return cartPage(c, { cart, unfinished, input: {}, errors: [] });
    const input = inputOfLines(lines, refused);
    const { errors } = readLines(c.get('locale'), lines, input);
    return cartPage(c, { cart, unfinished, input, errors });
  }

  /** Stores the quantities; then, but for a press on Update, an order of the part that was sent begins. */
  async function take(c: C): Promise<Response> {
    const owner = ownerOf(c);
    const texts = await readTexts(c);
    const lines = linesIn(await shop.cart(owner.userId), texts);
    // Removed in another tab meanwhile: the cart as it is says so.
    if (lines.length === 0) return toCart(c);
    const input = inputOfLines(lines, texts);
    const read = readLines(c.get('locale'), lines, input);
    if (read.errors.length > 0) {
      const products = lines.map(({ productId }) => productId).join(' ');
      return showAgain(c, cartPath(c), { products, ...input });
    }
    await shop.setQuantities(owner.userId, read.lines);
    if (texts('press') === 'update') return c.redirect(`${cartPath(c)}?saved`, 303);
    const draftId = await shop.createDraft(owner, read.lines);
    return c.redirect(`${c.get('frame').base}/panel/order/${draftId}/customer`, 303);
  }

  async function add(c: C): Promise<Response> {
    const texts = await readTexts(c);
    const productId = isId(texts('product')) ? texts('product') : '';
    const outcome = await shop.addToCart(c.get('user').userId, productId);
    const q = texts('q').slice(0, 200);
    const query = new URLSearchParams(q === '' ? { [outcome]: productId } : { q, [outcome]: productId });
    return c.redirect(`${c.get('frame').base}/panel/catalogue?${query}`, 303);
  }

  async function remove(c: C): Promise<Response> {
    const texts = await readTexts(c);
    await shop.removeFromCart(c.get('user').userId, texts('product'));
    return toCart(c);
  }

  async function discard(c: C): Promise<Response> {
    await shop.discardDraft(ownerOf(c), c.req.param('draftId') ?? '');
    return toCart(c);
  }

  app.get('/panel/cart', show);
  app.post('/panel/cart', take);
  app.post('/panel/cart/add', add);
  app.post('/panel/cart/remove', remove);
  app.post('/panel/order/:draftId/discard', discard);
}

function ownerOf(c: C) {
  const { userId, resellerId } = c.get('user');
  return { userId, resellerId };
}

function cartPath(c: C): string {
  return `${c.get('frame').base}/panel/cart`;
}

function toCart(c: C): Response {
  return c.redirect(cartPath(c), 303);
}

/** The part of the cart that a form is about. */
function linesIn(cart: readonly CartLine[], texts: Texts) {
  const sent = new Set(texts('products').split(' '));
  return cart.filter(({ product }) => sent.has(product.productId)).map(lineOf);
}
