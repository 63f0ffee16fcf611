import type { XAXisComponentOption } from 'echarts';

/** Time since the start, the same in all plots of a run. */
export const minutesAxis = (end: number): XAXisComponentOption => ({
  type: 'value',
  min: 0,
  max: end,
  name: 'minutes since the start',
  nameLocation: 'middle',
  nameGap: 26,
  axisLabel: { showMaxLabel: false },
});
