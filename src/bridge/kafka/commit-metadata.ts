// What a commit says beside the offset: whose offset it is. Kafka keeps committed offsets by topic name, so one that
// was sent for a topic just deleted can end up on the topic made again under its name (I11).
export interface CommitMetadata {
  readonly streamId: string;
  /** Leader epoch of the last record below the committed offset; -1 where unknown. */
  readonly leaderEpoch: number;
}

const VERSION = 1;

export const encodeCommitMetadata = ({ streamId, leaderEpoch }: CommitMetadata): string =>
  JSON.stringify({ v: VERSION, stream: streamId, epoch: leaderEpoch });

/** Undefined for a commit of somebody else, such as an operator who has set the group's offsets: it is then obeyed. */
export const decodeCommitMetadata = (metadata: string | null | undefined): CommitMetadata | undefined => {
  const parsed = parse(metadata ?? '');
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { v, stream, epoch } = parsed as { readonly v?: unknown; readonly stream?: unknown; readonly epoch?: unknown };
  if (v !== VERSION || typeof stream !== 'string') return undefined;
  return { streamId: stream, leaderEpoch: typeof epoch === 'number' ? epoch : -1 };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Free text by another tool, or nothing: not ours.
    return undefined;
  }
};
