import type { Failure } from '../model/contract/failure';

/** The cause of a failure as a label and in the log: its code, with the status of an answer: `http-status:422`. */
export const causeOf = ({ code, status }: Pick<Failure, 'code' | 'status'>): string =>
  // What comes from a receiver is a label only within the range of statuses.
  status !== undefined && Number.isInteger(status) && status >= 100 && status < 600 ? `${code}:${status}` : code;
