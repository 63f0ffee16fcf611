/** Told apart on white, also by those who do not see red and green as two. */
export const PLOT_COLORS = {
  produced: '#0969da',
  effects: '#e3862b',
  kill: '#b3261e',
  fault: '#57606a',
  grid: '#e6e8eb',
} as const;
