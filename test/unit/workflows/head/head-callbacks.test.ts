import type { CallbackDelivery } from '../../../../src/model/contract/callback-contract';
import { AnswerRoom } from '../../../../src/workflows/head/answer-limits';
import { HeadCallbacks } from '../../../../src/workflows/head/head-callbacks';
import { TakenCallbacks } from '../../../../src/workflows/chain/taken-callbacks';

const delivery = (step: string, extra: Partial<CallbackDelivery> = {}): CallbackDelivery => ({
  chain: 'k',
  record: 's.0.0.1.0',
  step,
  round: 1,
  outcome: 'succeeded',
  data: { ok: true },
  id: `id-${step}`,
  digest: 'd',
  ...extra,
});

test('Callbacks of a head record keep their deadline when the handler comes there again, and what came before the wait.', () => {
  const callbacks = new HeadCallbacks(new AnswerRoom());
  callbacks.take(delivery('early'));
  expect(callbacks.open('early', 5).answer).toMatchObject({ data: { ok: true } });
  callbacks.open('paid', 10);
  expect(callbacks.open('paid', 99).deadline).toBe(10);
});

test('Callbacks of a head record are carried as they are.', () => {
  const callbacks = new HeadCallbacks(new AnswerRoom());
  const paid = callbacks.open('paid', 10);
  paid.sentTo('bank', 'pay');
  callbacks.open('late', 5).timeOut();
  callbacks.take(delivery('done'));
  const { callbacks: carried } = callbacks.carry();
  const again = new HeadCallbacks(new AnswerRoom(), JSON.parse(JSON.stringify(carried)) as typeof carried);
  expect(again.carry()).toEqual({ callbacks: carried });
  expect(new HeadCallbacks(new AnswerRoom()).carry()).toEqual({});
});

test('Callbacks of a head record begin anew where they have not succeeded, and name the requests to be made again.', () => {
  const callbacks = new HeadCallbacks(new AnswerRoom());
  callbacks.open('late', 5).timeOut();
  callbacks.open('failed', 5).sentTo('bank', 'ask');
  callbacks.take(delivery('failed', { outcome: 'failed' }));
  callbacks.take(delivery('done'));
  expect(callbacks.renew()).toEqual(['late', 'failed', 'ask']);
  expect([callbacks.round('late'), callbacks.round('failed'), callbacks.round('done')]).toEqual([2, 2, 1]);
  expect(callbacks.get('failed')).toMatchObject({ answer: undefined, deadline: undefined });
  expect(callbacks.get('done')?.answer).toBeDefined();
});

test('Callbacks of a head record give back the room of their answers when the record is over, or begins anew.', () => {
  const room = new AnswerRoom(1_000);
  const callbacks = new HeadCallbacks(room);
  const large = { outcome: 'succeeded', data: 'x'.repeat(600) } as const;
  callbacks.take(delivery('a', large));
  expect(room.has(large)).toBe(false);
  callbacks.clear();
  expect(room.has(large)).toBe(true);
  callbacks.take(delivery('b', { ...large, outcome: 'failed' }));
  callbacks.renew();
  expect(room.has(large)).toBe(true);
  new HeadCallbacks(room, [{ step: 'c', round: 1, answer: { ...large, digest: 'd' } }]);
  expect(room.has(large)).toBe(false);
});

test('Callbacks taken of late are remembered, 256 of them, also when they are carried.', () => {
  const taken = new TakenCallbacks();
  expect(taken.carry()).toEqual({});
  for (let index = 0; index < 300; index += 1) taken.remember(`id-${index}`, String(index));
  const again = new TakenCallbacks(taken.carry().takenCallbacks);
  expect(again.digestOf('id-299')).toBe('299');
  expect(again.digestOf('id-44')).toBe('44');
  expect(again.digestOf('id-43')).toBeUndefined();
});
