import {
  RETRY_UPDATE,
  SKIP_UPDATE,
  STATUS_QUERY,
  type ChainStatus,
  type HostStatus,
} from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { callBack, callbackUrlOf } from '../support/scenarios/callback-caller';
import {
  ENOUGH_WAITERS,
  expected,
  SECRETS,
  seen,
  WAITERS,
  withCallbackWorld,
  type CallbackWorld,
} from '../support/scenarios/callback-world';
import type { RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { narrowed } from '../support/width';
import { withGateway } from '../support/gateway/gateway-process';

const KEY = 'key-0';

/** Records of one key; a handler waits for `within` milliseconds, a `deliver` route as its options say. */
const produce = ({ topic }: CallbackWorld, count: number, fields: object): Promise<void> =>
  topic.produce(
    Array.from({ length: count }, (_, seq) => ({ key: KEY, value: JSON.stringify({ key: KEY, seq, ...fields }) })),
  );

interface Operator {
  /** The key, once it has this status. */
  readonly status: (wanted: ChainStatus['status']) => Promise<ChainStatus>;
  readonly command: (update: string) => Promise<unknown>;
}

const operatorOf = async (world: CallbackWorld): Promise<Operator> => {
  const client = await world.also.client();
  const { name, lanes } = world.options.shape;
  const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', KEY, lanes));
  return {
    status: (wanted) =>
      eventually(async () => {
        const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
        const chain = chains.find((candidate) => candidate.chain === KEY);
        expect(chain?.status).toBe(wanted);
        return chain as ChainStatus;
      }),
    command: (update) => handle.executeUpdate(update, { args: [{ chain: KEY }] }),
  };
};

const asked = (world: CallbackWorld, count: number): Promise<readonly RecordedCall[]> =>
  eventually(() => {
    const calls = world.api.calls.filter(({ path }) => path === '/effects');
    expect(calls).toHaveLength(count);
    return calls;
  });

const urlOf = (calls: readonly RecordedCall[]): string => callbackUrlOf(calls.at(-1) as RecordedCall);

describe.each(ENOUGH_WAITERS)('with $hosting and $kind', ({ lanes, kind }) => {
  const step = kind === 'deliver' ? 'deliver' : 'paid';

  it('I4: a callback that does not come parks the key; one that comes then still counts, and the key goes on', async () => {
    await withCallbackWorld({ lanes, kind }, { timeout: '2s' }, async (world) => {
      await produce(world, 2, { within: 2_000 });
      await withGateway(world.options, async () => {
        const { status } = await operatorOf(world);
        const waiting = await status('waiting');
        expect(waiting.callback).toMatchObject({ step });
        const parked = await status('parked');
        expect(parked).toMatchObject({
          waiting: 2,
          failure: { code: 'callback-timeout', step, destination: 'api' },
        });
        const url = urlOf(await asked(world, 1));
        expect((await callBack(url)).status).toBe(200);
        await asked(world, 2);
        expect(seen(world.api, KEY)).toEqual(expected(kind, 2).slice(0, kind === 'pay' ? 3 : 2));
      });
    });
  });

  it('I12: a retry after the wait sends the same request, and a late callback settles what the API refuses then', async () => {
    const retry = { initial: '50ms', maxAttempts: 2 };
    await withCallbackWorld({ lanes, kind, destination: { retry } }, { timeout: '1s' }, async (world) => {
      const { api } = world;
      api.react = ({ path }) => ({ status: path !== '/effects' || api.calls.length === 1 ? 202 : 422 });
      await produce(world, 1, { within: 1_000 });
      await withGateway(world.options, async () => {
        const { status, command } = await operatorOf(world);
        await asked(world, 1);
        expect((await status('parked')).failure).toMatchObject({ code: 'callback-timeout', perhapsDone: true });
        await command(RETRY_UPDATE);
        const calls = await asked(world, 3);
        expect(new Set(calls.map(({ path, body }) => path + body.toString())).size).toBe(1);
        expect(new Set(calls.map(callbackUrlOf)).size).toBe(1);
        const parked = await status('parked');
        expect(parked).toMatchObject({ failure: { code: 'http-status', status: 422, perhapsDone: true } });
        expect(parked.doubts).toMatchObject([{ cause: 'callback-timeout', destination: 'api' }]);
        expect((await callBack(urlOf(calls))).status).toBe(200);
        await eventually(() => {
          expect(seen(api, KEY)).toEqual(expected(kind, 1));
        });
        await asked(world, 3);
      });
    });
  });

  it('I4: a record that was passed over stays settled: a callback that comes after that is refused as late', async () => {
    await withCallbackWorld({ lanes, kind, onTerminal: 'skip' }, { timeout: '1s' }, async (world) => {
      await produce(world, 2, { within: 1_000 });
      await withGateway(world.options, async () => {
        const [first] = await asked(world, 2);
        const reply = await callBack(callbackUrlOf(first as RecordedCall));
        expect(reply).toMatchObject({ status: 410, body: { error: 'late' } });
      });
    });
  });

  it('I5, I12: a reported failure parks the key; a retry asks again with the same idempotency key and URL', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async (world) => {
      await produce(world, 1, {});
      await withGateway(world.options, async () => {
        const { status, command } = await operatorOf(world);
        const first = urlOf(await asked(world, 1));
        expect((await callBack(`${first}?outcome=failed`, { reason: 'no funds' })).status).toBe(200);
        const { failure } = await status('parked');
        expect(failure).toMatchObject({ code: 'callback-failed', step, destination: 'api' });
        expect(failure?.message).toContain('no funds');
        await command(RETRY_UPDATE);
        const calls = await asked(world, 2);
        expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
        expect(new Set(calls.map(callbackUrlOf))).toEqual(new Set([first]));
        await status('waiting');
        // The sender of the old one repeats itself: that must not fail the new request.
        expect((await callBack(`${first}?outcome=failed`, { reason: 'no funds' })).body.status).toBe('repeated');
        await status('waiting');
        expect((await callBack(urlOf(calls))).status).toBe(200);
        await eventually(() => {
          expect(seen(world.api, KEY)).toEqual(expected(kind, 1));
        });
      });
    });
  });

  it('I4: a record that waits for a callback can be skipped, the next one begins, and the callback is late then', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async (world) => {
      await produce(world, 2, {});
      await withGateway(world.options, async () => {
        const { status, command } = await operatorOf(world);
        await status('waiting');
        const [first] = await asked(world, 1);
        await command(SKIP_UPDATE);
        const calls = await asked(world, 2);
        expect((await callBack(callbackUrlOf(first as RecordedCall))).status).toBe(410);
        expect((await callBack(urlOf(calls))).status).toBe(200);
        await eventually(() => {
          expect(seen(world.api, KEY).at(-1)).toBe(kind === 'pay' ? '/paid 1' : '/effects 1');
        });
      });
    });
  });
});

/** What names the record in a URL is the same for both kinds and shapes. */
describe.each(narrowed(WAITERS, ({ kind, lanes }) => kind === 'pay' && lanes === 0))(
  'with $hosting and $kind',
  ({ lanes, kind }) => {
    it('I12: a redriven record sends the request of its first time, and a callback to the first URL settles it', async () => {
      await withCallbackWorld({ lanes, kind, onTerminal: 'dead-letter' }, { timeout: '2s' }, async (world) => {
        const { api } = world;
        const letters = await world.also.topic({ partitions: 1, prefix: 'letters' });
        const options = { ...world.options, shape: { ...world.options.shape, deadLetterTopic: letters.name } };
        await produce(world, 1, { within: 2_000 });
        await withGateway(options, async () => {
          const [first] = await asked(world, 1);
          await eventually(async () => {
            expect(await letters.endOffsets()).toEqual([1n]);
          });
          const answer = await runCli(['dead-letters', 'redrive', '--all', '--yes', '-r', 'main', '--json'], {
            shape: options.shape,
            apiUrl: api.url,
            env: SECRETS,
          });
          expect(documentOf(answer)).toMatchObject({ ok: true, redriven: 1 });
          const calls = await asked(world, 2);
          expect(new Set(calls.map(({ idempotencyKey, body }) => `${idempotencyKey} ${body.toString()}`)).size).toBe(1);
          expect(new Set(calls.map(callbackUrlOf)).size).toBe(1);
          expect((await callBack(callbackUrlOf(first as RecordedCall))).status).toBe(200);
          await eventually(() => {
            expect(seen(api, KEY)).toEqual(expected(kind, 1));
          });
        });
      });
    });
  },
);

describe.each(WAITERS.filter(({ kind }) => kind === 'pay'))('with $hosting', ({ lanes, kind }) => {
  it('I8: a handler that was told of the time-out stays told: a later callback is refused', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async (world) => {
      await produce(world, 2, { within: 1_000, caught: true });
      world.api.react = ({ path }) => ({ status: path === '/paid' ? 503 : 202 });
      await withGateway(world.options, async () => {
        const [first] = await asked(world, 1);
        await eventually(() => {
          expect(world.api.calls.some(({ path }) => path === '/paid')).toBe(true);
        });
        expect((await callBack(callbackUrlOf(first as RecordedCall))).status).toBe(410);
        world.api.react = () => ({ status: 202 });
        await eventually(() => {
          expect(seen(world.api, KEY)).toEqual(expected(kind, 2));
        });
        const told = world.api.effects.find(({ path }) => path === '/paid');
        expect(JSON.parse(told?.body.toString() ?? '')).toMatchObject({ answer: 'callback-timeout' });
      });
    });
  });
});
