import type { LineSeriesOption } from 'echarts';
import type { Point } from './run-series';

/** Numbers over time. Where there are none the line is interrupted. */
export const plotLine = (name: string, color: string, points: readonly Point[]): LineSeriesOption => ({
  type: 'line',
  name,
  color,
  data: points.map(([minutes, value]) => [minutes, value]),
  symbol: 'none',
  lineStyle: { width: 1.2 },
  silent: true,
});
