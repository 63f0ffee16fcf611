import { recordName } from '../../../../src/model/record-name';
import { replayEpoch } from '../../../../src/model/idempotency-key';
import { sameStream, streamLabel } from '../../../../src/model/contract/record';

const stream = { id: 's1', topic: 't' };

test('The label of a stream is its id, as it ever was, but for replays.', () => {
  expect(streamLabel(stream)).toBe('s1');
  expect(streamLabel({ ...stream, replay: 3 })).toBe('s1~3');
  expect(sameStream(stream, { ...stream, topic: 'renamed' })).toBe(true);
  expect(sameStream(stream, { ...stream, replay: 3 })).toBe(false);
});

test('The label of a stream tells a callback for a replayed record from one for the record as it came first.', () => {
  const position = { partition: 0, leaderEpoch: 1, offset: '7' };
  expect(recordName({ stream, position })).toBe('s1.0.1.7.0');
  expect(recordName({ stream: { ...stream, replay: 3 }, position })).toBe('s1~3.0.1.7.0');
});

test('I5: The label of a stream is no part of idempotency keys, unless effects are to be repeated.', () => {
  expect([stream, { ...stream, replay: 3 }, { ...stream, replay: 3, effects: 3 }].map(replayEpoch)).toEqual([0, 0, 3]);
});
