import uPlot from 'uplot';
import type { LagAnswer } from '../wire/overview';

const HEIGHT = 180;
const COLORS = 6;

/** Draws lags into an element, in the colours of the page. */
export class LagChart {
  private plot: uPlot | undefined;
  private within: HTMLElement | undefined;
  private routes = '';

  draw(within: HTMLElement | null, { times, lags }: LagAnswer): void {
    if (within === null) return;
    const routes = Object.keys(lags);
    const data: uPlot.AlignedData = [
      times.map((time) => time / 1_000),
      ...routes.map((route) => [...(lags[route] ?? [])]),
    ];
    const width = Math.max(200, within.clientWidth);
    if (this.plot === undefined || this.within !== within || this.routes !== routes.join()) {
      this.plot?.destroy();
      this.plot = new uPlot(this.options(within, routes, width), data, within);
      [this.within, this.routes] = [within, routes.join()];
      return;
    }
    if (this.plot.width !== width) this.plot.setSize({ width, height: HEIGHT });
    this.plot.setData(data);
  }

  /** The colours have changed: the next drawing begins anew. */
  forget(): void {
    this.within = undefined;
  }

  private options(within: HTMLElement, routes: readonly string[], width: number): uPlot.Options {
    const style = getComputedStyle(within);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = { stroke: color('--quiet'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
    return {
      width,
      height: HEIGHT,
      cursor: { y: false },
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(10, high * 1.05)] } },
      axes: [axis, { ...axis, size: 60 }],
      series: [
        {},
        ...routes.map((label, index) => ({
          label,
          stroke: color(`--series-${index % COLORS}`),
          width: 2,
          points: { show: false },
          value: (_plot: uPlot, value: number | null) => (value === null ? '–' : value.toLocaleString('en')),
        })),
      ],
    };
  }
}
