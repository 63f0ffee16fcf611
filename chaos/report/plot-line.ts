import type { LineSeriesOption } from 'echarts';
import type { Point } from './run-series';

/** Shows numbers over time. The line is interrupted where there are none. */
export const plotLine = (name: string, color: string, points: readonly Point[]): LineSeriesOption => ({
  type: 'line',
  name,
  color,
  data: points.map(([minutes, value]) => [minutes, value]),
  symbol: 'none',
  lineStyle: { width: 1.2 },
  silent: true,
});
