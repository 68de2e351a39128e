/** What every page of the control panel knows about its visitor. */
import type { Locale } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';

export interface PanelUser {
  userId: string;
  /** A user belongs to one reseller and sees that reseller's data only. */
  resellerId: string;
  name: string;
  email: string;
}

/** What the frame of a page is drawn with. */
export interface PanelFrame {
  /** The path under which the app is reached from outside, without a slash at its end. */
  base: string;
  /** How many items are in the user's cart. */
  cartCount(userId: string): Promise<number>;
  /** How many orders wait on the reseller. */
  waitingOnReseller(resellerId: string): Promise<number>;
}

export interface PanelEnv {
  Variables: HttpEnv['Variables'] & {
    user: PanelUser;
    /** What the session's cookie holds; never shown. */
    secret: string;
    /** The session's token against forged forms; every form of the panel carries it in a field named `csrf`. */
    csrf: string;
    locale: Locale;
    frame: PanelFrame;
  };
}
