/** Committed offsets of a group by topic and partition: the next to read. Where nothing was committed is no entry. */
export type CommittedOffsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;
