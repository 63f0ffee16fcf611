import type { CallFailure, CallResult } from '../../../../src/activities/destinations/call/destination';
import { RecordDoubts, REFUSED_FOR_MS } from '../../../../src/activities/effects/record-doubts';
import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import { doubtfulPayment } from './doubtful-payment';

const { clock, effect, bank, failedWith, failed, REFUSED, going, doubts, make, judge } = doubtfulPayment;
beforeEach(() => {
  clock.now = 100_000;
});

test('I12: A refusal is not final right after an unknown outcome, however long refusals were met before it.', async () => {
  const outcomes: readonly CallResult[] = [
    failed({}),
    failed({ code: 'network' }),
    failed({ code: 'http-status', status: 504 }),
    { ...failedWith(REFUSED), resent: true },
    { wait: { reason: 'breaker-open', forMs: 1 }, probe: failedWith({}).failure },
  ];
  for (const outcome of outcomes) {
    const known = doubts();
    await make(known, failed({}));
    expect(judge(known, REFUSED)).toMatchObject({ terminal: false });
    clock.now += 3_600_000;
    const later = doubts(known.all);
    await make(later, outcome);
    clock.now += 500;
    expect(judge(doubts(later.all), REFUSED)).toMatchObject({ terminal: false });
    clock.now += REFUSED_FOR_MS;
    expect(judge(later, REFUSED)).toMatchObject({ terminal: false });
    clock.now += REFUSED_FOR_MS;
    expect(judge(later, REFUSED)).toMatchObject({ terminal: true });
  }
});

test('I12: A refusal is not final right after an attempt was lost or is lost now, however long refusals were met before it.', async () => {
  const refusedLong = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout', refusedSince: 1 } as const;
  const known = RecordDoubts.of({ doubts: [refusedLong], effects: [effect()] }, 2, { doubts: [refusedLong] });
  expect(known.all.some((one) => 'refusedSince' in one)).toBe(false);
  let meanwhile: readonly UnknownOutcome[] = [];
  const attempt = doubts([refusedLong]);
  await attempt.guard(effect(), bank(), going, () => {
    meanwhile = attempt.all;
    return Promise.resolve({ response: undefined });
  });
  expect(meanwhile).toMatchObject([{ step: 'pay', since: 1 }]);
  expect(meanwhile[0]).not.toHaveProperty('refusedSince');
});

test('I12: Only an HTTP 500 frees the request: a proxy gives up with another status, and the API may be at work still.', async () => {
  const freed: number[] = [];
  for (const status of [500, 502, 504, 506, 520, 521, 522, 523, 524, 525, 526, 527, 530, 598, 599]) {
    const known = doubts();
    await make(known, failed({ code: 'http-status', status }));
    const next = await make(known, { response: undefined }, { request: { data: 'other' } });
    if (next !== 'not-begun' && 'response' in next) freed.push(status);
    else expect(next).toMatchObject({ failure: { code: 'request-changed' } });
  }
  expect(freed).toEqual([500]);
  const twice = doubts();
  await make(twice, { ...failedWith({ code: 'http-status', status: 500 }), resent: true });
  expect(twice.all).toMatchObject([{ request: 'same' }]);
});

test('I12: A call in doubt goes to no other destination, and its key in no other form or header, also after an HTTP 500.', async () => {
  for (const given of [{}, { code: 'http-status', status: 500 }] as const) {
    const known = doubts();
    await make(known, failed(given));
    const call = jest.fn();
    const elsewhere = await known.guard({ ...effect(), destination: 'other' }, bank(), going, call);
    expect(elsewhere).toMatchObject({ failure: { code: 'request-changed', terminal: true, perhapsDone: true } });
    expect(JSON.stringify(elsewhere)).toContain('would go to other, and the one before');
    const uuid = await known.guard(effect(), bank(undefined, 'uuid'), going, call);
    expect(uuid).toMatchObject({ failure: { code: 'request-changed', terminal: true, perhapsDone: true } });
    expect(JSON.stringify(uuid)).toContain('in another form or header');
    expect(call).not.toHaveBeenCalled();
    expect(await make(known, { response: undefined })).toEqual({ response: undefined });
  }
});

test('What an older version noted, which knows no form of the key, is sent as it was.', async () => {
  const known = doubts([{ step: 'pay', destination: 'bank', since: clock.now, cause: 'timeout', request: 'same' }]);
  expect(await make(known, { response: undefined })).toEqual({ response: undefined });
});

test('I6: A call that throws is a failure of its own, and may have had its effect.', async () => {
  for (const error of [new Error('jam'), Object.create(null), { retryable: false, status: 422 }, Symbol('jam')]) {
    const known = doubts();
    const broken = await known.guard(effect(), bank(), going, () => Promise.reject(error as Error));
    expect(broken).toMatchObject({ failure: { code: 'destination-error', perhapsDone: true } });
    expect(known.all).toMatchObject([{ step: 'pay', cause: 'destination-error', request: 'same' }]);
  }
});

test('I12: A failure that the API answered with success leaves a doubt, whoever made it and whatever it says.', async () => {
  for (const status of [200, 201, 204, 299]) {
    const known = doubts();
    const failure: CallFailure = { code: 'destination-error', message: 'Unkept.', status, terminal: true };
    expect(await make(known, { failure })).toMatchObject({ failure: { perhapsDone: true } });
    expect(known.all).toMatchObject([{ cause: 'destination-error' }]);
    expect(judge(known, { ...failure, perhapsDone: true })).toMatchObject({ terminal: true, perhapsDone: true });
  }
});

test('I12: A call that asks for nothing leaves no doubt, however it ends, and is bound by none.', async () => {
  const asking = { ...effect({ method: 'get' }), step: 'read' };
  const known = doubts([
    { step: 'read', since: 1, cause: 'timeout', request: 'undefined', sentAs: 'older' },
    { since: 1, cause: 'worker-lost' },
  ]);
  const ask = (result: CallResult | Error): Promise<CallResult> =>
    known.guard(asking, bank(1), going, () =>
      result instanceof Error ? Promise.reject(result) : Promise.resolve(result),
    );
  for (const result of [failed({}), failed({ status: 200, code: 'response-too-large' }), new Error('broken')]) {
    expect(await ask(result)).not.toHaveProperty('failure.perhapsDone');
    expect(known.all).toEqual([{ since: 1, cause: 'worker-lost' }]);
  }
  expect(judge(known, { ...REFUSED, step: 'read' })).toMatchObject({ terminal: true, message: 'HTTP 409' });
  const place = { step: 'cb', round: 1, deadline: 0, marker: '***' };
  const told = doubts();
  await told.guard({ ...asking, callback: place }, bank(), going, () => Promise.resolve(failed({})));
  expect(told.all).toMatchObject([{ step: 'read', cause: 'timeout' }]);
});
