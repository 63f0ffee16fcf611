import type { WaitReason } from '../contract/wait-reason';

/** What failed: a failure, or what a dead letter says of one. */
export interface Failed {
  readonly code: string;
  readonly status?: number | undefined;
}

/** The cause of a failure as a label and in the log: its code, with the status of an answer: `http-status:422`. */
export const causeOf = ({ code, status }: Failed): string =>
  // What comes from a receiver is a label only within the range of statuses.
  status !== undefined && Number.isInteger(status) && status >= 100 && status < 600 ? `${code}:${status}` : code;

/** What a key may be asked for by: the cause, and its code alone, which stands for all of its statuses. */
export const causeNames = (failure: Failed): readonly string[] => Array.from(new Set([failure.code, causeOf(failure)]));

/** A block, or the status of a key that has one. */
interface Stopped {
  readonly failure?: Failed;
  readonly wait?: { readonly reason: WaitReason };
}

/** All names by which a chain may be asked for: of what failed, and of what it waits for now. */
export const blockNames = (block: Stopped): readonly string[] =>
  Array.from(
    new Set([
      ...(block.wait === undefined ? [] : [block.wait.reason]),
      ...(block.failure === undefined ? [] : causeNames(block.failure)),
    ]),
  );
