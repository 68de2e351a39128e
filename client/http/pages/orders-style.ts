/** How the pages of orders look, beyond what all pages share. */
export const ORDERS_STYLE = ``;
