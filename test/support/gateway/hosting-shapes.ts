import { narrowed } from '../width';

/** Both hosting shapes. One table shows everything that does not depend on a handler's state in each of them. */
export const HOSTING_SHAPES = [
  { hosting: 'a workflow per key', lanes: 0 },
  { hosting: 'lanes', lanes: 6 },
] as const;

/** For what is the same in both shapes: `npm test` shows it in one of them, here with a workflow per key. */
export const PER_KEY = narrowed(HOSTING_SHAPES, ({ lanes }) => lanes === 0);

/** The same, shown with lanes: more is at stake there, such as the other keys of the same workflow. */
export const IN_LANES = narrowed(HOSTING_SHAPES, ({ lanes }) => lanes > 0);
