/** One bar, and the range of what several runs measured. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly range?: readonly [number, number];
}

const BARS = 350;
const BAR = 22;
const GAP = 10;
/** Of a character of a label: more than most fonts have. */
const CHARACTER = 7.2;
const NUMBERS = 70;
const TOP = 34;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Draws horizontal bars as SVG, which both a light and a dark page show; `unit` says what the numbers are. */
export const barChart = (title: string, unit: string, bars: readonly Bar[]): string => {
  const most = Math.max(1, ...bars.map(({ value, range }) => Math.max(value, range?.[1] ?? 0)));
  const labels = Math.ceil(Math.max(...bars.map(({ label }) => label.length)) * CHARACTER) + 8;
  const at = (value: number): number => Math.round((value / most) * BARS);
  const height = TOP + bars.length * (BAR + GAP);
  const rows = bars.flatMap(({ label, value, range }, index) => {
    const y = TOP + index * (BAR + GAP);
    const middle = y + BAR / 2;
    const whisker =
      range === undefined
        ? []
        : [
            `<path d="M${labels + at(range[0])} ${middle}H${labels + at(range[1])}" stroke="#d29922" stroke-width="3"/>`,
          ];
    return [
      `<text x="${labels - 8}" y="${middle + 4}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${labels}" y="${y}" width="${at(value)}" height="${BAR}" fill="${label.startsWith('sluice') ? '#2f81f7' : '#8b949e'}"/>`,
      ...whisker,
      `<text x="${labels + at(Math.max(value, range?.[1] ?? 0)) + 6}" y="${middle + 4}">${value.toLocaleString('en-US')}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${labels + BARS + NUMBERS} ${height}" font-family="sans-serif" font-size="13" fill="#768390">`,
    `<title>${escaped(title)}</title>`,
    `<text x="0" y="18" font-weight="bold">${escaped(`${title}, ${unit}`)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
};
