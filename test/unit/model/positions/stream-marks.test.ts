import fc from 'fast-check';
import { comparePositions } from '../../../../src/model/contract/record';
import { StreamMarks } from '../../../../src/model/positions/stream-marks';

const STREAM = { id: 's', topic: 't' };
const position = fc.record({
  partition: fc.integer({ min: 0, max: 2 }),
  leaderEpoch: fc.integer({ min: -1, max: 2 }),
  offset: fc.bigInt({ min: 0n, max: 20n }).map(String),
});

test('Marks cover what lies at or before the highest position of its partition that was noted, and nothing else.', () => {
  fc.assert(
    fc.property(fc.array(position), position, (noted, asked) => {
      const marks = new StreamMarks();
      for (const one of noted) marks.raise(STREAM, one);
      const expected = noted.some((one) => one.partition === asked.partition && comparePositions(asked, one) <= 0);
      expect(marks.covers(STREAM, asked)).toBe(expected);
      expect(new StreamMarks(marks.all).covers({ ...STREAM, topic: 'renamed' }, asked)).toBe(expected);
      expect(marks.covers({ ...STREAM, replay: 1 }, asked)).toBe(false);
    }),
  );
});
