/** How results are printed: for people, and for programs. */

/** Rows as columns of text; the first row is the heading. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function jsonOf(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
