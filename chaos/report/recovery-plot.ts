import type { ScatterSeriesOption } from 'echarts';
import { faultCosts } from '../fault-costs';
import type { Recovery } from '../recovery-times';
import { kindsAxis } from './kinds-axis';
import { PLOT_COLORS } from './plot-colors';
import { plotLegend } from './plot-legend';
import { svg } from './svg';

const WIDTH = 1_000;
const ROW = 18;
const TOP = 46;
const AROUND = { left: 150, right: 30, top: TOP };
/** An upright stroke. */
const TICK = { symbol: 'rect', symbolSize: [3, 14] };

const points = (name: string, look: ScatterSeriesOption, data: [number, string][]): ScatterSeriesOption => ({
  type: 'scatter',
  name,
  data,
  silent: true,
  ...look,
});

/** Shows how long each fault was felt, in a row for each kind. */
export const recoveryPlot = (recoveries: readonly Recovery[]): string => {
  const costs = faultCosts(recoveries);
  const kinds = costs.map(({ name }) => name);
  const each = recoveries.map(({ name, seconds }): [number, string] => [seconds, name]);
  const medians = costs.map(({ name, medianSeconds }): [number, string] => [medianSeconds, name]);
  return svg(
    {
      legend: plotLegend('one fault', 'median of its kind'),
      grid: { ...AROUND, height: ROW * kinds.length },
      xAxis: {
        type: 'value',
        min: 0,
        name: 'seconds until all was done that had been produced before the end of the fault',
        nameLocation: 'middle',
        nameGap: 26,
      },
      yAxis: kindsAxis(kinds),
      series: [
        points('one fault', { symbolSize: 8, color: PLOT_COLORS.produced, itemStyle: { opacity: 0.45 } }, each),
        points('median of its kind', { ...TICK, color: PLOT_COLORS.kill }, medians),
      ],
    },
    { width: WIDTH, height: TOP + ROW * kinds.length + 50 },
  );
};
