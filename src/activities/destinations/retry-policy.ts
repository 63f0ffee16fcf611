import type { ResolvedRetry } from '../../config/gateway/resolved';

export const retriesStatus = ({ statuses }: ResolvedRetry, status: number): boolean =>
  statuses.some(([from, to]) => status >= from && status <= to);

/** `code` as Node names it, or `timeout` for the deadline of the call. */
export const retriesError = ({ errors }: ResolvedRetry, code: string | undefined): boolean =>
  errors === 'all' || (code !== undefined && errors.has(code));
