/** What every page of the operators knows about its visitor. */
import type { Context } from 'hono';
import type { Locale } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';

export interface OperatorEnv {
  Variables: Omit<HttpEnv['Variables'], 'operator'> & {
    /** The label of the token that the session was begun with; absent before the sign-in. */
    operator: string | undefined;
    /** What the session's cookie holds; never shown. */
    secret: string;
    /** The session's token against forged forms. */
    csrf: string;
    locale: Locale;
    /** The path under which the app is reached from outside, without a slash at its end. */
    base: string;
  };
}

export type C = Context<OperatorEnv>;
