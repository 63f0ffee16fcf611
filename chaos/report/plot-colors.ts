/** Colours that differ on white, also for those who cannot tell red from green. */
export const PLOT_COLORS = {
  produced: '#0969da',
  effects: '#e3862b',
  kill: '#b3261e',
  fault: '#57606a',
  grid: '#e6e8eb',
} as const;
