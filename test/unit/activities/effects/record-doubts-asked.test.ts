import { RecordDoubts } from '../../../../src/activities/effects/record-doubts';
import { doubtfulPayment } from './doubtful-payment';

const { clock, effect, bank, failed, going, doubts, make, judge } = doubtfulPayment;
const asking = effect({ method: 'GET', data: 'look' });
beforeEach(() => {
  clock.now = 100_000;
});

test('I12: A call that asks for nothing does not take the step of another one in doubt, whose doubt stays.', async () => {
  const timedOut = doubts();
  await make(timedOut, failed({}));
  const answered = doubts();
  await make(answered, failed({ code: 'http-status', status: 500 }));
  const lost = RecordDoubts.of({ effects: [effect()] }, clock.now);
  for (const known of [timedOut, answered, lost]) {
    const before = known.all;
    const call = jest.fn();
    const result = await known.guard(asking, bank(), going, call);
    expect(result).toMatchObject({ failure: { code: 'request-changed', terminal: true, perhapsDone: true } });
    expect(call).not.toHaveBeenCalled();
    expect(known.all).toEqual(before);
    const failure = { ...(result as { failure: object }).failure, step: 'pay', destination: 'bank' };
    expect(judge(known, failure as Parameters<typeof judge>[1])).toMatchObject({ terminal: true, perhapsDone: true });
  }
});

test('I12: A call that asks for nothing clears no doubt of another revision, however it ends.', async () => {
  const before = doubts();
  await make(before, failed({}));
  for (const result of [failed({}), { response: undefined }]) {
    const edited = doubts(before.all, 1);
    expect(await edited.guard(asking, bank(), going, () => Promise.resolve(result))).not.toHaveProperty(
      'failure.code',
      'request-changed',
    );
    edited.done(asking);
    expect(edited.all).toEqual(before.all);
    edited.done(effect());
    expect(edited.all).toEqual([]);
  }
});

test('A call that asks for nothing goes on after what an older version noted of it, and after the worker of a delivery was lost.', async () => {
  const older = { step: 'pay', destination: 'bank', since: 1, cause: 'http-status' } as const;
  for (const known of [doubts([older]), doubts([{ ...older, request: 'look', sentAs: 'older' }])]) {
    expect(await known.guard(asking, bank(1), going, () => Promise.resolve({ response: undefined }))).toEqual({
      response: undefined,
    });
    expect(known.all).toEqual([]);
  }
  const delivery = RecordDoubts.of({}, clock.now);
  const read = { ...asking, step: 'deliver' };
  expect(await delivery.guard(read, bank(1), going, () => Promise.resolve({ response: undefined }))).toEqual({
    response: undefined,
  });
});
