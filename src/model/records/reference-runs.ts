// Packs positions of waiting records: a parked key with 50,000 of them must fit into one continue-as-new input.
import type { ReferenceRun } from '../contract/reference-run';
import { sameStream, type Position, type Stream } from '../contract/record';

export interface Reference {
  readonly stream: Stream;
  readonly position: Position;
}

/** Packs references in order; neighbours of one stream, partition and leader epoch share a run. */
export const packReferences = (references: Iterable<Reference>): ReferenceRun[] => {
  const runs: { head: Reference; offsets: string[]; last: bigint }[] = [];
  for (const reference of references) {
    const { stream, position } = reference;
    const offset = BigInt(position.offset);
    const run = runs.at(-1);
    if (
      run !== undefined &&
      sameStream(run.head.stream, stream) &&
      run.head.position.partition === position.partition &&
      run.head.position.leaderEpoch === position.leaderEpoch &&
      offset > run.last
    ) {
      run.offsets.push((offset - run.last).toString(36));
      run.last = offset;
    } else {
      runs.push({ head: reference, offsets: [offset.toString(36)], last: offset });
    }
  }
  return runs.map(({ head: { stream, position }, offsets }) => ({
    stream,
    partition: position.partition,
    leaderEpoch: position.leaderEpoch,
    offsets: offsets.join(','),
  }));
};

const fromBase36 = (text: string): bigint => {
  let value = 0n;
  for (const char of text) value = value * 36n + BigInt(parseInt(char, 36));
  return value;
};

export const unpackReferences = (run: ReferenceRun): Reference[] => {
  let offset = 0n;
  return run.offsets.split(',').map((distance) => {
    offset += fromBase36(distance);
    const { stream, partition, leaderEpoch } = run;
    return { stream, position: { partition, leaderEpoch, offset: offset.toString() } };
  });
};
