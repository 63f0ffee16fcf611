import { CountedEffects } from '../../../bench/counted-effects';
import type { RecordedCall } from '../../../harness/effect-recorder';

const call = (idempotencyKey: string, first = true): RecordedCall => ({
  ...{ path: '/', idempotencyKey, token: 1, headers: {}, body: Buffer.alloc(0), startedAt: 0, endedAt: 0 },
  first,
});

test('The effects of new calls are added, and repeats and calls of before are not.', () => {
  const calls = [call('before')];
  const counted = new CountedEffects(calls);
  expect(counted.effects).toEqual([]);
  calls.push(call('a'), call('a', false));
  expect(counted.effects.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['a']);
  calls.push(call('b'));
  expect(counted.effects.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['a', 'b']);
  expect(new CountedEffects(calls, 0).effects).toHaveLength(3);
});

test('A call is looked at once, however often somebody asks.', () => {
  const counts = jest.fn(({ idempotencyKey }: RecordedCall) => idempotencyKey !== 'other');
  const calls = [call('a'), call('other')];
  const counted = new CountedEffects(calls, 0, counts);
  for (let look = 0; look < 40; look += 1) expect(counted.effects).toHaveLength(1);
  expect(counts).toHaveBeenCalledTimes(2);
});
