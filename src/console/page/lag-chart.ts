import uPlot from 'uplot';
import type { LagAnswer } from '../wire/overview';

/** A console that has just begun shows a minute, and not the fractions of its first second. */
const SHORTEST_S = 60;
const MINUTE_S = 60;
const HEIGHT = 180;
const COLORS = 6;

/** The time of day of whoever looks, in 24 hours; with seconds where marks are closer than minutes. */
const clock = (time: number, every: number): string =>
  new Date(time * 1_000).toTimeString().slice(0, every < MINUTE_S ? 8 : 5);

/** Nothing is drawn before the first sample. */
const shownTimes = (_plot: uPlot, first: number | null, last: number | null): uPlot.Range.MinMax =>
  last === null ? [null, null] : [Math.min(first ?? last, last - SHORTEST_S), last];

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
      scales: {
        x: { range: shownTimes },
        y: { range: (_plot, _low, high) => [0, Math.max(10, high * 1.05)] },
      },
      axes: [
        { ...axis, space: 80, values: (_plot, times, _axis, _space, every) => times.map((time) => clock(time, every)) },
        { ...axis, size: 60 },
      ],
      series: [
        { label: 'Time', value: (_plot, time: number | null) => (time === null ? '–' : clock(time, 1)) },
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
