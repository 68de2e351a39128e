/** What every page of the operators knows about its visitor. */
import type { Context } from 'hono';
import type { Operator } from '../../store/store.ts';
import type { Locale } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';

export interface OperatorEnv {
  Variables: HttpEnv['Variables'] & {
    /** Absent before the sign-in. */
    operator: Operator | undefined;
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
