// What a handler's record may have done travels with its work, from one attempt to the next (I12). The host is real, with
// its turn, chains and combiner; Temporal and the activities are not.
import { RETRY_UPDATE, type UnknownOutcome } from '../../../../src/model/contract/contract';
import type { EffectFailure } from '../../../../src/model/contract/effect-contract';
import { EDIT_UPDATE } from '../../../../src/model/keys/key-commands';
import type { Handler } from '../../../../src/workflows/handler/handler-turn';
import { sandbox } from '../../support/fake-sandbox';
import { answer, asked, begin } from './handled-records';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => sandbox.now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const DOUBT: UnknownOutcome = { step: '1', destination: 'bank', since: 5, cause: 'timeout', request: 'digest' };
const LATE: EffectFailure = { code: 'timeout', message: 'Late.', step: '1', terminal: false, retryInMs: 1_000 };

const defers: Handler<unknown, null>['onRecord'] = ({ value }, ctx) => {
  ctx.defer('bank', { data: value });
};

test('I12: What a record may have done goes with the effects that its handler deferred.', async () => {
  await begin(defers, 2);
  expect(asked().records).toMatchObject([{ effects: [{ step: '1' }] }, { effects: [{ step: '1' }] }]);
  await answer({ failure: LATE, doubts: [DOUBT] });
  await sandbox.pass(1_000);
  expect(asked().records[0]?.doubts).toEqual([DOUBT]);
  await answer({ settled: 1, failure: LATE, doubts: [{ ...DOUBT, since: 6 }] });
  await sandbox.pass(1_000);
  expect(asked().records).toMatchObject([{ position: { offset: '1' }, doubts: [{ since: 6 }] }]);
});

test('I12: What a lost attempt may have done goes with the effects of each record that it was to perform.', async () => {
  await begin(defers, 2);
  await asked().activity.fail('the worker was lost');
  await sandbox.pass(5_000);
  for (const offset of ['0', '1']) {
    const [head] = asked().records;
    expect(head).toMatchObject({ position: { offset }, doubts: [{ cause: 'worker-lost' }] });
    await answer({ settled: 1 });
  }
});

test('I12: Refusals and answers that cannot be read count anew once an operator lets a parked key try again.', async () => {
  await begin(defers, 1);
  const failure: EffectFailure = {
    code: 'http-status',
    message: 'HTTP 409',
    step: '1',
    destination: 'bank',
    terminal: true,
  };
  await answer({ failure, doubts: [{ ...DOUBT, refusedSince: 5, unreadable: 3 }] });
  await sandbox.activities[0]?.answer('park');
  expect(await sandbox.update(RETRY_UPDATE, { chain: 'k' })).toBe(true);
  expect(asked().records[0]?.doubts).toEqual([DOUBT]);
});

test('I12: A child that is just being begun would be begun again by an edit, which says so and asks.', async () => {
  await begin(async (_record, ctx) => {
    await ctx.executeChild('ship');
  }, 1);
  expect(sandbox.activities).toMatchObject([{ name: 'awaitChild' }]);
  const record = { partition: 0, leaderEpoch: 0, offset: '0', key: 'k', timestamp: 0, value: { json: 'edited' } };
  const edit = { chain: 'k', seen: 0, record };
  expect((await sandbox.refusal(EDIT_UPDATE, edit))?.message).toMatch(/do it again\. The child of step 1 was begun\./);
  expect(await sandbox.update(EDIT_UPDATE, { ...edit, sure: true })).toBe(true);
});

test('I7: A handler fails its record with whatever it throws.', async () => {
  for (const thrown of [
    Object.create(null) as Error,
    Symbol('jam') as unknown as Error,
    undefined as unknown as Error,
  ]) {
    await begin(() => Promise.reject(thrown), 1);
    const [rejecting] = sandbox.activities;
    expect(rejecting).toMatchObject({ name: 'rejectRecord', args: [{ failure: { code: 'handler-error' } }] });
  }
});
