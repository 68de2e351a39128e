/** CSV as RFC 4180 has it: CRLF after each record, quotes where needed, quotes doubled. */

/** Without it, spreadsheets take UTF-8 for something else. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where a spreadsheet would begin to run a formula (CWE-1236): at the beginning, after white space, too, since some skip
 * it; and after what separates cells where a comma is the decimal sign, or in pasted text.
 */
const FORMULA = /(^|[;\t\r\n])(?=\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/gu;

/** Numbers are written as they are; they come from us and never from people. */
export function csvRecord(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // The apostrophe makes a spreadsheet show the rest as text.
  const text = value.replace(FORMULA, "$1'");
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
