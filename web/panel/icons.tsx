/** The icons of the frame; drawn in the colour of the text beside them, and silent for screen readers. */
import type { Child } from 'hono/jsx';

function Icon({ children }: { children: Child }) {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function CatalogueIcon() {
  return (
    <Icon>
      <path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z" />
    </Icon>
  );
}

export function CartIcon() {
  return (
    <Icon>
      <path d="M2.5 3.5h2.6l2.4 11.2h10.6l2.2-8.2H6" />
      <path d="M8.6 19.4h.01M17 19.4h.01" stroke-width="3" />
    </Icon>
  );
}

export function OrdersIcon() {
  return (
    <Icon>
      <path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5" />
    </Icon>
  );
}
