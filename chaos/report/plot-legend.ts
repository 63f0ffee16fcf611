import type { LegendComponentOption } from 'echarts';

/** What the colours stand for. Wide gaps: without a screen the library guesses how wide a text is, and fonts differ. */
export const plotLegend = (...names: readonly string[]): LegendComponentOption => ({
  top: 8,
  itemGap: 50,
  itemWidth: 16,
  itemHeight: 10,
  data: [...names],
});
