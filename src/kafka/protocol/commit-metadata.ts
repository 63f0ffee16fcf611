// Encodes what a commit says beside the offset: whose offset it is. Kafka keys committed offsets by topic name, so one
// sent for a topic just deleted can end up on the topic recreated under that name (I11).
import type { LeaderEpochEnd } from './leader-epoch-end';

export interface CommitMetadata {
  readonly streamId: string;
  /** The last leader epoch below the committed offset, and the offset up to which it was read. */
  readonly epoch: LeaderEpochEnd | undefined;
}

const VERSION = 1;

export const encodeCommitMetadata = ({ streamId, epoch }: CommitMetadata): string =>
  JSON.stringify({ v: VERSION, stream: streamId, epoch: epoch?.leaderEpoch, end: epoch?.endOffset.toString() });

/** Returns undefined for a commit by somebody else, such as an operator who set the group's offsets: it is obeyed. */
export const decodeCommitMetadata = (metadata: string | null | undefined): CommitMetadata | undefined => {
  const parsed = parse(metadata ?? '');
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { v, stream, epoch, end } = parsed as Readonly<Record<string, unknown>>;
  if (v !== VERSION || typeof stream !== 'string') return undefined;
  const isKnown = typeof epoch === 'number' && typeof end === 'string' && /^\d+$/.test(end);
  return { streamId: stream, epoch: isKnown ? { leaderEpoch: epoch, endOffset: BigInt(end) } : undefined };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The metadata is empty or another tool's free text, not ours.
    return undefined;
  }
};
