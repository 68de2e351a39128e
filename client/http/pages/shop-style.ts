/** What only the shop's pages need of the stylesheet. */
export const SHOP_STYLE = ``;
