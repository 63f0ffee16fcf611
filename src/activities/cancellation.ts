import { Context } from '@temporalio/activity';

/** Aborts when the attempt that asks has ended: its worker shuts down, or the server no longer knows it. */
export const cancellation = (): AbortSignal => Context.current().cancellationSignal;
