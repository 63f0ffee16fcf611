import { narrowed } from '../width';

/** Both shapes of design 4. What does not speak of state is shown in each of them from one table. */
export const HOSTING_SHAPES = [
  { hosting: 'a workflow per key', lanes: 0 },
  { hosting: 'lanes', lanes: 6 },
] as const;

/** For what is the same in both shapes, and shown by one of them in `npm test`: here by a workflow per key. */
export const PER_KEY = narrowed(HOSTING_SHAPES, ({ lanes }) => lanes === 0);

/** The same, shown by lanes: what is at stake is more there, such as the other keys of the same workflow. */
export const IN_LANES = narrowed(HOSTING_SHAPES, ({ lanes }) => lanes > 0);
