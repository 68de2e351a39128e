/**
 * A form that was refused is shown again at an address of its own, with what was typed: so the page can be loaded again
 * and be gone back to. A browser does not go back to the answer of a form; it asks to send the form once more.
 */
import type { Context } from 'hono';
import { type Texts, textsOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';

/** @param input goes into the address, so it must name no person. */
export function showAgain(c: Context<PanelEnv>, path: string, input: Readonly<Record<string, string>>): Response {
  return c.redirect(`${path}?${new URLSearchParams({ ...input, refused: '' })}`, 303);
}

/** The refused input that the address brings back, if it does. */
export function refusedIn(c: Context<PanelEnv>): Texts | undefined {
  return c.req.query('refused') === undefined ? undefined : textsOf(c.req.query());
}
