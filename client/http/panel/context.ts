/** What every page of the control panel knows about its visitor. */

import type { Locale } from '../i18n/locale.ts';
import type { HttpEnv } from '../ports.ts';

export interface PanelUser {
  userId: string;
  /** A user belongs to one reseller and sees that reseller's data only. */
  resellerId: string;
  name: string;
  email: string;
}

export interface PanelEnv {
  Variables: HttpEnv['Variables'] & {
    user: PanelUser;
    /** The session's token against forged forms; every form of the panel carries it in a field named `csrf`. */
    csrf: string;
    locale: Locale;
  };
}
