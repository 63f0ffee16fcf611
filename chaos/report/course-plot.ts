import type { CustomSeriesOption, CustomSeriesRenderItem } from 'echarts';
import type { FaultFact } from '../facts';
import { kindsAxis } from './kinds-axis';
import { minutesAxis } from './minutes-axis';
import { PLOT_COLORS } from './plot-colors';
import { plotLegend } from './plot-legend';
import { plotLine } from './plot-line';
import type { RunSeries } from './run-series';
import { svg } from './svg';

const WIDTH = 1_000;
const LEFT = 150;
const RATES = { top: 60, height: 220 };
const FAULTS_TOP = RATES.top + RATES.height + 40;
const ROW = 16;
/** Least width of a bar: what lasts for a moment only can be seen, too. */
const LEAST_BAR = 2;

/** Draws a bar from `from` to `until` in the row of its kind. Each item is `[from, until, row]`. */
const bar =
  (color: string): CustomSeriesRenderItem =>
  (_, api) => {
    const [left = 0, middle = 0] = api.coord([api.value(0), api.value(2)]);
    const [right = 0] = api.coord([api.value(1), api.value(2)]);
    const height = ROW * 0.6;
    return {
      type: 'rect',
      shape: { x: left, y: middle - height / 2, width: Math.max(LEAST_BAR, right - left), height },
      style: { fill: color },
      silent: true,
    };
  };

const bars = (name: string, color: string, data: number[][]): CustomSeriesOption => ({
  type: 'custom',
  name,
  color,
  data,
  renderItem: bar(color),
  encode: { x: [0, 1], y: 2 },
  xAxisIndex: 1,
  yAxisIndex: 1,
  silent: true,
});

/** Shows what was produced and done each second, and beneath it which faults were on. */
export const coursePlot = (series: RunSeries, faults: readonly FaultFact[]): string => {
  const kinds = [...new Set(faults.map(({ name }) => name))].sort();
  const minutes = (at: number): number => (at - series.startedAt) / 60_000;
  const barsOf = (kills: boolean): number[][] =>
    faults
      .filter(({ name }) => name.startsWith('kill-') === kills)
      .map(({ name, from, until }) => [minutes(from), minutes(until), kinds.indexOf(name)]);
  const rows = ROW * kinds.length;
  const end = minutes(series.endedAt);
  return svg(
    {
      legend: plotLegend('records produced', 'effects', 'killed', 'other faults'),
      grid: [
        { left: LEFT, right: 30, ...RATES },
        { left: LEFT, right: 30, top: FAULTS_TOP, height: rows },
      ],
      xAxis: [
        { ...minutesAxis(end), gridIndex: 0, axisLabel: { show: false }, name: '' },
        { ...minutesAxis(end), gridIndex: 1 },
      ],
      yAxis: [
        { type: 'value', gridIndex: 0, name: `records per second, means over ${series.binSeconds} s` },
        { ...kindsAxis(kinds), gridIndex: 1 },
      ],
      series: [
        plotLine('effects', PLOT_COLORS.effects, series.effectsPerSecond),
        plotLine('records produced', PLOT_COLORS.produced, series.producedPerSecond),
        bars('killed', PLOT_COLORS.kill, barsOf(true)),
        bars('other faults', PLOT_COLORS.fault, barsOf(false)),
      ],
    },
    { width: WIDTH, height: FAULTS_TOP + rows + 50 },
  );
};
