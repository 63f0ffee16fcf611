import { Context } from '@temporalio/activity';

/** Aborts when the attempt that asks is over: its worker shuts down, or the server no longer knows it. */
export const cancellation = (): AbortSignal => Context.current().cancellationSignal;
