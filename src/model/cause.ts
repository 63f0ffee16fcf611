import type { ChainBlock } from './contract/contract';
import type { Failure } from './contract/failure';
import type { WaitReason } from './contract/wait-reason';

/** The cause of a failure as a label and in the log: its code, with the status of an answer: `http-status:422`. */
export const causeOf = ({ code, status }: Pick<Failure, 'code' | 'status'>): string =>
  // What comes from a receiver is a label only within the range of statuses.
  status !== undefined && Number.isInteger(status) && status >= 100 && status < 600 ? `${code}:${status}` : code;

/** What a key may be asked for by: the cause, and its code alone, which stands for all of its statuses. */
export const causeNames = (failure: Pick<Failure, 'code' | 'status'>): readonly string[] =>
  Array.from(new Set([failure.code, causeOf(failure)]));

/** The cause for which a chain does not move: what its destination waits for, or else what failed. */
export const blockCause = (block: ChainBlock): string => waitReason(block) ?? causeOf(block.failure);

/** All names by which a chain may be asked for: of what failed, and of what it waits for now. */
export const blockNames = (block: ChainBlock): readonly string[] => {
  const reason = waitReason(block);
  return Array.from(new Set([...(reason === undefined ? [] : [reason]), ...causeNames(block.failure)]));
};

const waitReason = (block: ChainBlock): WaitReason | undefined =>
  block.kind === 'retrying' ? block.wait?.reason : undefined;
