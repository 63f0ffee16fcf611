import fc from 'fast-check';
import { packReferences, unpackReferences, type Reference } from '../../../../src/model/records/reference-runs';

const reference = (topic: string, partition: number, leaderEpoch: number, offset: bigint): Reference => ({
  stream: { id: `id-${topic}`, topic },
  position: { partition, leaderEpoch, offset: offset.toString() },
});

test('Packed references come back as they were, in order, whatever the order was.', () => {
  const arbitrary = fc
    .tuple(fc.constantFrom('a', 'b'), fc.nat(2), fc.integer({ min: -1, max: 2 }), fc.bigInt(0n, 2n ** 63n - 1n))
    .map((parts) => reference(...parts));
  fc.assert(
    fc.property(fc.array(arbitrary), (references) => {
      expect(packReferences(references).flatMap(unpackReferences)).toEqual(references);
    }),
  );
});

test('I10: The references to 50,000 waiting records of a key take less than 200 kB.', () => {
  const references = Array.from({ length: 50_000 }, (_, index) => reference('t', 0, 0, BigInt(index * 37)));
  const runs = packReferences(references);
  expect(runs).toHaveLength(1);
  expect(JSON.stringify(runs).length).toBeLessThan(200_000);
});
