/** CSV as RFC 4180 has it: CRLF after each record, quotes where needed, quotes doubled. */

/** Without it, spreadsheets take UTF-8 for something else. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What a spreadsheet would run as a formula; after white space, too, since some skip it (CWE-1236). */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** Numbers are written as they are; they come from us and never from people. */
export function csvRecord(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // The apostrophe makes a spreadsheet show the rest as text.
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
