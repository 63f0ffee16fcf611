import { Context } from '@temporalio/activity';
import type { Destination } from '../../../../src/activities/destinations/call/destination';
import { ChainPerformer } from '../../../../src/activities/effects/chain-performer';
import type { EffectDeps } from '../../../../src/activities/effects/effect-deps';
import { performEffects } from '../../../../src/activities/effects/perform-effects';
import type { ChainWork } from '../../../../src/model/contract/effect-contract';
import { NO_SPANS } from '../../../../src/telemetry/spans';
import { retry } from '../retry';

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on a performer
const { perform } = ChainPerformer.prototype;
const cancellation = new AbortController();

beforeEach(() => {
  jest.spyOn(Context, 'current').mockReturnValue({
    info: {
      attempt: 1,
      heartbeatTimeoutMs: 15_000,
      currentAttemptScheduledTimestampMs: Date.now(),
      scheduledTimestampMs: Date.now(),
      taskToken: new Uint8Array(),
      workflowExecution: { workflowId: 'w' },
    },
    cancellationSignal: cancellation.signal,
    heartbeat: () => undefined,
  } as unknown as Context);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const work = (chain: string, steps: number): ChainWork => ({
  chain,
  attempts: 0,
  records: Array.from({ length: steps }, (_, index) => ({
    stream: { id: 's', topic: 't' },
    position: { partition: 0, leaderEpoch: 0, offset: String(index) },
    sequence: index,
    effects: [{ step: '1', index: 1, destination: chain, request: {} }],
  })),
});

interface Api {
  readonly begun: string[];
  readonly ended: string[];
  readonly destinations: ReadonlyMap<string, Destination>;
}

/** `good` answers after a moment; `bad` does what it is told. */
const apiWith = (bad: Destination['call']): Api => {
  const begun: string[] = [];
  const ended: string[] = [];
  const destination = (call: Destination['call']): Destination =>
    ({ retry: retry(), requestDigest: () => 'digest', keyForm: 'plain', call }) as unknown as Destination;
  const good: Destination['call'] = async ({ signal, idempotencyKey }) => {
    begun.push(idempotencyKey);
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended.push(idempotencyKey);
    return signal.aborted ? 'not-begun' : { response: undefined };
  };
  return {
    begun,
    ended,
    destinations: new Map([
      ['good', destination(good)],
      ['bad', destination(bad)],
    ]),
  };
};

const deps = ({ destinations }: Api): EffectDeps => ({
  destinations,
  routes: [],
  callbackLinks: undefined,
  readRecords: () => Promise.resolve([]),
  deadLetter: () => Promise.resolve(),
  wakeHost: () => Promise.resolve(),
  writeLedger: undefined,
  log: { warn: () => undefined },
  spans: NO_SPANS,
  draining: new AbortController().signal,
  heartbeat: () => Promise.resolve(),
  closing: new AbortController().signal,
});
const batch = { gateway: 'g', route: 'r', chains: [work('good', 3), work('bad', 1)] };

test('I6: A chain whose destination throws does not end the attempt: the others have their outcomes, and so has it.', async () => {
  const api = apiWith(() => {
    throw Object.create(null) as Error;
  });
  expect(await performEffects(deps(api))(batch)).toMatchObject([
    { chain: 'good', settled: 3 },
    { chain: 'bad', settled: 0, failure: { code: 'destination-error', destination: 'bad', perhapsDone: true } },
  ]);
  expect(api.begun).toHaveLength(3);
});

test('I6: An attempt that throws has stopped all its calls, and none begins after it.', async () => {
  const api = apiWith(() => Promise.resolve({ response: undefined }));
  const original = (performer: ChainPerformer): ReturnType<ChainPerformer['perform']> => perform.call(performer);
  jest.spyOn(ChainPerformer.prototype, 'perform').mockImplementation(function (this: ChainPerformer) {
    return this.progress.chain === 'bad' ? Promise.reject(new Error('a fault of the worker')) : original(this);
  });
  const ended = performEffects(deps(api))(batch);
  await expect(ended).rejects.toThrow('a fault of the worker');
  expect([api.begun.length, api.ended.length]).toEqual([1, 1]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(api.begun).toHaveLength(1);
});
