import { minutesAxis } from './minutes-axis';
import { PLOT_COLORS } from './plot-colors';
import { plotLegend } from './plot-legend';
import { plotLine } from './plot-line';
import type { RunSeries } from './run-series';
import { svg } from './svg';

const SIZE = { width: 1_000, height: 340 };

/** Shows how long records waited for their first effect. */
export const latencyPlot = ({ startedAt, endedAt, binSeconds, latencyP50, latencyP99 }: RunSeries): string =>
  svg(
    {
      legend: plotLegend('p99', 'median'),
      grid: { left: 70, right: 30, top: 60, bottom: 50 },
      xAxis: { ...minutesAxis((endedAt - startedAt) / 60_000), name: 'minutes since the start, when it was produced' },
      yAxis: {
        type: 'log',
        name: `seconds from producing a record to its first effect, over ${binSeconds} s each`,
        nameTextStyle: { align: 'left' },
      },
      series: [plotLine('p99', PLOT_COLORS.kill, latencyP99), plotLine('median', PLOT_COLORS.produced, latencyP50)],
    },
    SIZE,
  );
