/** A TemporalFailure that escapes would close the workflow; a plain error only fails the task, and a fixed worker goes on. */
export const asPlainError = (error: unknown): Error => new Error(`Internal fault: ${String(error)}`, { cause: error });
