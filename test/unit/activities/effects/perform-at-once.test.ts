import { Context } from '@temporalio/activity';
import type { Destination } from '../../../../src/activities/destinations/call/destination';
import type { EffectDeps } from '../../../../src/activities/effects/effect-deps';
import { performAtOnce } from '../../../../src/activities/effects/perform-at-once';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import type { ChainOutcome } from '../../../../src/model/contract/effect-contract';
import { NO_SPANS } from '../../../../src/telemetry/spans';
import { retry } from '../retry';

const controllers = {
  cancelled: new AbortController(),
  draining: new AbortController(),
  closing: new AbortController(),
};

beforeEach(() => {
  for (const name of Object.keys(controllers) as (keyof typeof controllers)[])
    controllers[name] = new AbortController();
  jest.spyOn(Context, 'current').mockReturnValue({
    info: { attempt: 1, workflowExecution: { workflowId: 'w', runId: 'r' } },
    cancellationSignal: controllers.cancelled.signal,
  } as unknown as Context);
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface Asked {
  readonly attempt?: () => Promise<number | undefined>;
  readonly ageMs?: number;
  readonly more?: Partial<EffectDeps>;
  readonly full?: boolean;
}

/** Performs one record of one chain, and tells how many calls were made. */
const performed = async ({
  attempt = (): Promise<number> => Promise.resolve(1),
  ageMs = 0,
  more,
  full = false,
}: Asked) => {
  const call = jest.fn(() => Promise.resolve({ response: undefined }));
  const api = { retry: retry(), timeoutMs: 5_000, full, requestDigest: () => 'd', keyForm: 'plain', call };
  const deps: EffectDeps = {
    destinations: new Map([['api', api as unknown as Destination]]),
    routes: [{ name: 'r', ledgerKeep: 0, retry: {}, deliver: { to: 'api' } } as unknown as ResolvedRoute],
    callbackLinks: undefined,
    readRecords: () => Promise.resolve([]),
    deadLetter: () => Promise.resolve(),
    wakeHost: () => Promise.resolve(),
    writeLedger: undefined,
    log: { warn: () => undefined },
    spans: NO_SPANS,
    draining: controllers.draining.signal,
    heartbeat: () => Promise.resolve(),
    closing: controllers.closing.signal,
    ...more,
  };
  const position = { partition: 0, leaderEpoch: 0, offset: '7' };
  const effects = [{ step: '1', index: 1, destination: 'api', request: {} }];
  const records = [{ stream: { id: 's', topic: 't' }, position, sequence: 1, effects }];
  const batch = { gateway: 'g', route: 'r', chains: [{ chain: 'c', attempts: 0, records }] };
  const task = { startedAt: Date.now() - ageMs, timeoutMs: 10_000 };
  const outcomes = await performAtOnce({ ...deps, workflowTasks: 2, taskAttempt: attempt })(batch, task);
  return { outcomes, calls: call.mock.calls.length };
};

const NOTHING: { readonly outcomes: readonly ChainOutcome[]; readonly calls: number } = { outcomes: [], calls: 0 };

test('The call of a record is made inside its task at the first attempt.', async () => {
  expect(await performed({})).toMatchObject({ outcomes: [{ chain: 'c', settled: 1 }], calls: 1 });
});

test('I12: A later attempt at a task makes no call, and says that the worker of an earlier one was lost.', async () => {
  const { outcomes, calls } = await performed({ attempt: () => Promise.resolve(2) });
  expect(outcomes).toMatchObject([{ chain: 'c', settled: 0, failure: { code: 'destination-error', terminal: false } }]);
  // It names no destination: what failed is the attempt, so that the workflow takes all its calls to be in doubt.
  expect([outcomes[0]?.failure?.destination, calls]).toEqual([undefined, 0]);
});

test.each<[string, Asked]>([
  ['I12: the server does not say which attempt it is', { attempt: () => Promise.reject(new Error('away')) }],
  ['I12: its run has ended, which a query replays', { attempt: () => Promise.resolve(undefined) }],
  ['I6: the task is so old that the call might outlast it', { ageMs: 3_001 }],
  ['I6: its process was frozen until the server has given the task away', { ageMs: 60_000 }],
  ['I10: other calls have to end first', { full: true }],
  ['the effect ledger goes into a topic', { more: { writeLedger: () => Promise.resolve() } }],
])('Nothing begins inside a task if %s.', async (_why, asked) => {
  expect(await performed(asked)).toEqual(NOTHING);
});

test('Nothing begins inside a task if the worker drains, and its record is not settled.', async () => {
  controllers.draining.abort();
  expect(await performed({})).toMatchObject({ outcomes: [{ settled: 0 }], calls: 0 });
});

test('I6: A process that was frozen while it asked which attempt it is makes no call.', async () => {
  const frozen = (): Promise<number> => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    return Promise.resolve(1);
  };
  expect(await performed({ attempt: frozen })).toMatchObject({ outcomes: [{ settled: 0 }], calls: 0 });
});
