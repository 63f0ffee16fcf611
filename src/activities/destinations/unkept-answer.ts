import { defined } from '../../model/defined';
import type { CallResult, Receipt } from './destination';

/** The effect is done, and only its answer cannot be kept. */
export const unkeptAnswer = (status: number, why: string, receipt?: Receipt): CallResult => ({
  failure: {
    code: 'destination-error',
    message: `The call succeeded, but ${why}`,
    status,
    terminal: true,
    perhapsDone: true,
  },
  ...defined({ receipt }),
});
