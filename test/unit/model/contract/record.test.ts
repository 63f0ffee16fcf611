import { replayEpoch } from '../../../../src/model/names/idempotency-key';
import { sameStream, streamLabel } from '../../../../src/model/contract/record';

const stream = { id: 's1', topic: 't' };

test('The label of a stream is its id, as it ever was, but for replays.', () => {
  expect(streamLabel(stream)).toBe('s1');
  expect(streamLabel({ ...stream, replay: 3 })).toBe('s1~3');
  expect(sameStream(stream, { ...stream, topic: 'renamed' })).toBe(true);
  expect(sameStream(stream, { ...stream, replay: 3 })).toBe(false);
});

test('I5: The label of a stream is no part of idempotency keys, unless effects are to be repeated.', () => {
  expect([stream, { ...stream, replay: 3 }, { ...stream, replay: 3, effects: 3 }].map(replayEpoch)).toEqual([0, 0, 3]);
});
