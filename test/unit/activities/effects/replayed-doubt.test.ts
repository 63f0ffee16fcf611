import { replayedDoubt } from '../../../../src/activities/effects/replayed-doubt';
import type { RecordWork } from '../../../../src/model/contract/effect-contract';

const DAY = 86_400_000;
const NOW = 10 * DAY;
const STREAM = { id: 's', topic: 't', replay: 2, oneUrl: true as const };
const WINDOW = { idempotencyWindowMs: DAY };
const prepared = (producedAt?: number) => ({
  effect: { step: 'pay', index: 1, destination: 'bank', request: {} },
  ...(producedAt === undefined ? {} : { producedAt }),
});
const doubt = (stream: RecordWork['stream'], of: Partial<RecordWork> = {}, producedAt?: number) =>
  replayedDoubt({ stream, ...of }, prepared(producedAt ?? NOW - DAY), WINDOW, NOW);

test('I12: A replay sends nothing under a first key that its API may have forgotten since the record came.', () => {
  const forgotten = { step: 'pay', destination: 'bank', since: NOW - DAY, cause: 'replayed' };
  expect(doubt(STREAM)).toEqual(forgotten);
  expect(doubt(STREAM, {}, NOW - DAY + 1)).toBeUndefined();
  expect(doubt(STREAM, {}, -1)).toEqual({ ...forgotten, since: 0 });
  expect(replayedDoubt({ stream: STREAM }, prepared(0), { idempotencyWindowMs: undefined }, NOW)).toBeUndefined();
  expect(replayedDoubt({ stream: STREAM }, prepared(0), undefined, NOW)).toBeUndefined();
});

test('I12: A record that says it comes from the future is one whose first key its API may have forgotten.', () => {
  const unknown = { step: 'pay', destination: 'bank', since: 0, cause: 'replayed' };
  expect(doubt(STREAM, {}, NOW + DAY)).toEqual(unknown);
  expect(doubt(STREAM, {}, 8_640_000_000_000_001)).toEqual(unknown);
  // The clock of its producer may be ahead a little.
  expect(doubt(STREAM, {}, NOW + 60_000)).toBeUndefined();
  const always = { idempotencyWindowMs: Infinity };
  expect(replayedDoubt({ stream: STREAM }, prepared(NOW + DAY), always, NOW)).toBeUndefined();
});

test('A replay has nothing in doubt of a call that asks for nothing.', () => {
  const { effect } = prepared();
  const reading = { effect: { ...effect, request: { method: 'GET' } }, producedAt: 0 };
  expect(replayedDoubt({ stream: STREAM }, reading, WINDOW, NOW)).toBeUndefined();
});

test('I12: A letter of a replay, redriven as it was, sends nothing under a first key that its API may have forgotten.', () => {
  const stream = { id: 's', topic: 't', replay: 2 };
  const letter = { stream, position: { partition: 0, leaderEpoch: 0, offset: '0' } };
  const redriven = { times: 1, letter };
  expect(doubt(stream, { redriven: { ...redriven, oneUrl: true } })).toMatchObject({ cause: 'replayed' });
  expect(doubt(stream, { redriven })).toBeUndefined();
});

test.each([
  ['came in the ordinary way', { id: 's', topic: 't' }, {}],
  ['is replayed by an operator who is sure', { ...STREAM, sure: true as const }, {}],
  ['is replayed with new effects', { ...STREAM, effects: 2 }, {}],
  ['is of a replay that an older version began', { id: 's', topic: 't', replay: 2 }, {}],
  ['has another key since an edit', STREAM, { revision: 1 }],
])('A record that %s is sent, however old it is.', (_, stream, of) => {
  expect(doubt(stream, of, 0)).toBeUndefined();
});
