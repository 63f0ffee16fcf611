import type { YAXisComponentOption } from 'echarts';
import { PLOT_COLORS } from './plot-colors';

/** A row for each kind of fault, the first one on top. */
export const kindsAxis = (kinds: readonly string[]): YAXisComponentOption => ({
  type: 'category',
  data: [...kinds],
  inverse: true,
  axisTick: { show: false },
  axisLabel: { interval: 0 },
  splitLine: { show: true, interval: 0, lineStyle: { color: PLOT_COLORS.grid } },
});
