/** The offsets that a group committed, by topic and partition: the next to read. No commit means no entry. */
export type CommittedOffsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;
