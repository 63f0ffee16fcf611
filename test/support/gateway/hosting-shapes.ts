/** Both shapes of design 4. What does not speak of state is shown in each of them from one table. */
export const HOSTING_SHAPES = [
  { hosting: 'a workflow per key', lanes: 0 },
  { hosting: 'lanes', lanes: 6 },
] as const;
