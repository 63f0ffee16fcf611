import type { LegendComponentOption } from 'echarts';

/** Says what the colours stand for. Gaps are wide, because the library can only guess how wide a text is. */
export const plotLegend = (...names: readonly string[]): LegendComponentOption => ({
  top: 8,
  itemGap: 50,
  itemWidth: 16,
  itemHeight: 10,
  data: [...names],
});
