import type { CallFailure, CallResult } from '../../../../src/activities/destinations/call/destination';
import { RecordDoubts, REFUSED_FOR_MS, UNREADABLE_TRIES } from '../../../../src/activities/effects/record-doubts';
import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import { doubtfulPayment } from './doubtful-payment';

const { clock, effect, bank, failed, REFUSED, going, doubts, make, judge } = doubtfulPayment;
beforeEach(() => {
  clock.now = 100_000;
});

test('A refusal is final at once if nothing is in doubt.', () => {
  expect(judge(doubts(), REFUSED)).toMatchObject({ terminal: true, code: 'http-status', message: 'HTTP 409' });
});

test('A refusal right after an unknown outcome is tried again, and final after a minute of refusals.', async () => {
  const known = doubts();
  await make(known, failed({}));
  clock.now += 3_600_000;
  expect(judge(known, REFUSED)).toMatchObject({ terminal: false });
  clock.now += REFUSED_FOR_MS - 1;
  expect(judge(doubts(known.all), REFUSED)).toMatchObject({ terminal: false });
  clock.now += 1;
  const last = judge(doubts(known.all), REFUSED);
  expect(last).toMatchObject({ terminal: true, code: 'http-status', status: 409, perhapsDone: true });
  expect(last.message).toBe(
    'HTTP 409 Step pay at bank may have had its effect at 1970-01-01T00:01:40.000Z (no answer came in time).',
  );
});

test('I12: A refusal of a request that was sent twice is not final at once, because the first time may have arrived.', async () => {
  const known = doubts();
  await make(known, {
    failure: { code: 'http-status', status: 409, message: 'HTTP 409', terminal: true },
    resent: true,
  });
  expect(known.all).toMatchObject([{ cause: 'network', request: 'same' }]);
  expect(judge(known, REFUSED)).toMatchObject({ terminal: false });
});

test('The policy ends the repeats of a refusal earlier, and the refusal stays what it is.', async () => {
  const known = doubts();
  await make(known, failed({}));
  expect(judge(known, REFUSED, 3, 3)).toMatchObject({ terminal: true, code: 'http-status', perhapsDone: true });
});

test('A call leaves a doubt if it may have arrived, and none if the API says that it did nothing.', async () => {
  const rows: readonly (readonly [CallResult, boolean])[] = [
    [failed({}), true],
    [failed({ code: 'network' }), true],
    [failed({ code: 'http-status', status: 502 }), true],
    [{ failure: { code: 'network', message: 'ECONNREFUSED', terminal: false } }, false],
    [{ failure: { code: 'http-status', message: 'HTTP 429', status: 429, terminal: false } }, false],
    ['not-begun', false],
    [{ wait: { reason: 'rate-limited', forMs: 1 } }, false],
    [{ response: undefined }, false],
  ];
  for (const [result, doubtful] of rows) {
    const known = doubts();
    await make(known, result);
    expect([result, known.all.length]).toEqual([result, doubtful ? 1 : 0]);
  }
});

test('A call that its worker stopped is in doubt, whatever came of it then.', async () => {
  const stopped = AbortSignal.abort();
  const known = doubts();
  await known.guard(effect(), bank(), stopped, () => Promise.resolve({ response: undefined }));
  expect(known.all).toMatchObject([{ step: 'pay', cause: 'stopped', request: 'same' }]);
});

test('A call that is under way is in doubt for whoever comes after a lost worker.', async () => {
  const known = doubts();
  let meanwhile: readonly UnknownOutcome[] = [];
  await known.guard(effect(), bank(), going, () => {
    meanwhile = known.all;
    return Promise.resolve({ response: undefined });
  });
  expect(meanwhile).toMatchObject([{ step: 'pay', cause: 'worker-lost', request: 'same' }]);
  expect(known.all).toEqual([]);
});

test('A probe of an open breaker that got no answer is in doubt too.', async () => {
  const known = doubts();
  const { failure } = failed({}) as Extract<CallResult, { readonly failure: unknown }>;
  await make(known, { wait: { reason: 'breaker-open', forMs: 1 }, probe: failure });
  expect(known.all).toMatchObject([{ cause: 'timeout' }]);
});

test('I12: Another request under the same key is not sent while the first one is in doubt.', async () => {
  const known = doubts();
  await make(known, failed({}));
  const call = jest.fn();
  const result = await known.guard(effect({ data: 'other' }), bank(), going, call);
  expect(call).not.toHaveBeenCalled();
  expect(result).toMatchObject({ failure: { code: 'request-changed', terminal: true, perhapsDone: true } });
  expect(await make(known, { response: undefined })).toEqual({ response: undefined });
});

test('Another request may follow an HTTP 500, which an API that remembers keys would refuse itself.', async () => {
  const known = doubts();
  await make(known, failed({ code: 'http-status', status: 500 }));
  expect(await make(known, { response: undefined }, { request: { data: 'other' } })).toEqual({ response: undefined });
});

test('Another revision is another key, under which another request may be sent.', async () => {
  const known = doubts();
  await make(known, failed({}));
  const edited = doubts(known.all, 1);
  expect(await make(edited, { response: undefined }, { request: { data: 'other' } })).toEqual({ response: undefined });
});

test('Once the API may have forgotten the key, nothing more is sent, counted from the first call in doubt.', async () => {
  const known = doubts();
  const destination = bank(10_000);
  await make(known, failed({}), { destination });
  clock.now += 9_999;
  await make(known, failed({}), { destination });
  clock.now += 1;
  expect(await make(doubts(known.all), { response: undefined }, { destination })).toMatchObject({
    failure: { code: 'key-forgotten', terminal: true, perhapsDone: true },
  });
});

test('I12: The clock of a forgetful API runs from the call of a lost worker, also if a later one had no answer either.', async () => {
  const known = RecordDoubts.of({ effects: [effect()] }, clock.now);
  const timed = doubts(known.all);
  const destination = bank(10_000);
  clock.now += 9_000;
  await make(timed, failed({}), { destination });
  clock.now += 1_000;
  expect(await make(doubts(timed.all), { response: undefined }, { destination })).toMatchObject({
    failure: { code: 'key-forgotten' },
  });
});

test('A call that waits for its turn until the key is forgotten is not made.', async () => {
  const known = doubts();
  const destination = bank(10_000);
  await make(known, failed({}), { destination });
  const result = await known.guard(effect(), destination, going, (barred) => {
    clock.now += 10_000;
    return Promise.resolve(barred() ? 'not-begun' : { response: undefined });
  });
  expect(result).toMatchObject({ failure: { code: 'key-forgotten' } });
});

test('An answer that cannot be read is asked for a few times.', async () => {
  const known = doubts();
  const unreadable = failed({ code: 'response-unreadable' });
  const failure: CallFailure = { ...REFUSED, code: 'response-unreadable', terminal: false, perhapsDone: true };
  for (let tries = 1; tries < UNREADABLE_TRIES; tries += 1) {
    await make(known, unreadable);
    expect(judge(known, failure)).toMatchObject({ terminal: false });
  }
  await make(known, unreadable);
  expect(judge(known, failure)).toMatchObject({ terminal: true, code: 'response-unreadable', perhapsDone: true });
});

test('I12: What a lost attempt may have done is each call of its record that is not done, and nothing once it is settled.', () => {
  const lost = RecordDoubts.of({}, 5);
  expect(lost.all).toEqual([{ step: 'deliver', since: 5, cause: 'worker-lost' }]);
  const [pay, book] = [effect(), { ...effect(), step: 'book' }];
  const read = { ...effect({ method: 'GET' }), step: 'read' };
  const known = RecordDoubts.of({ effects: [pay, book, read], done: ['told'] }, 5, { done: ['book'] });
  expect(known.all).toEqual([{ step: 'pay', destination: 'bank', since: 5, cause: 'worker-lost' }]);
  expect(judge(known, REFUSED)).toMatchObject({ terminal: false });
  expect(judge(known, { ...REFUSED, step: 'later' })).toMatchObject({ terminal: true, message: 'HTTP 409' });
  expect(RecordDoubts.of(undefined, 5).all).toEqual([]);
});

test('I12: What is in doubt of a record is known by its workflow, from before its redrive and from the heartbeat of a lost attempt.', () => {
  const doubt = (step: string): UnknownOutcome => ({ step, since: 1, cause: 'timeout' });
  const letter = { stream: { id: 's', topic: 't' }, position: { partition: 0, leaderEpoch: 0, offset: '1' } };
  const redriven = { times: 1, letter, doubts: [doubt('before')] };
  const known = RecordDoubts.of({ doubts: [doubt('known')], redriven, revision: 1 }, 5, {
    doubts: [doubt('reported')],
  });
  expect(known.all.map(({ step = 'any', revision = 0 }) => [step, revision])).toEqual([
    ['before', 0],
    ['known', 0],
    ['reported', 0],
    ['deliver', 1],
  ]);
});

test('A failure before any call tells of what may have happened earlier.', async () => {
  const known = doubts();
  await make(known, failed({}));
  const failure: CallFailure = { code: 'request-invalid', message: 'No path.', terminal: true };
  expect(judge(known, failure)).toMatchObject({ terminal: true, perhapsDone: true });
});
