import Table from 'cli-table3';

export interface Column {
  readonly head: string;
  readonly align?: 'right';
  /** May be cut where the table would be too wide. */
  readonly cut?: true;
}

/** What a terminal shows in two cells. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const GAP = 2;
const NARROWEST = 8;
const NO_BORDERS: Readonly<Record<string, string>> = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('middle')
    .map((place) => [place, '']),
);

const widthOf = (text: string): number => Array.from(text).reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0);

/** Takes from the widest columns that may be cut until all fit. */
const fitted = (columns: readonly Column[], natural: readonly number[], width: number): readonly number[] => {
  const widths = [...natural];
  for (let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width; over > 0; over -= 1) {
    const widest = columns.reduce(
      (best, { cut }, at) => (cut === true && (widths[at] ?? 0) > (widths[best] ?? NARROWEST) ? at : best),
      -1,
    );
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
};

/** The lines of a table without borders: its headings, then one line for each row, at most `width` wide. */
export const tableLines = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] => {
  const natural = columns.map(({ head }, at) => Math.max(widthOf(head), ...rows.map((row) => widthOf(row[at] ?? ''))));
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colWidths: fitted(columns, natural, width).map((one) => one + GAP),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    head: columns.map(({ head }) => head),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
};
