import { thrownText } from '../../model/thrown-text';

/** An escaped TemporalFailure would close the workflow; a plain error only fails the task until a worker is fixed. */
export const asPlainError = (error: unknown): Error =>
  new Error(`Internal fault: ${thrownText(error)}`, { cause: error });
