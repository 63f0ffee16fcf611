import { STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { callBack, callBackUntilTaken, callbackUrlOf } from '../support/scenarios/callback-caller';
import {
  ENOUGH_WAITERS,
  expected,
  seen,
  withCallbackWorld,
  type CallbackWorld,
} from '../support/scenarios/callback-world';
import type { RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import { keyedRecords } from '../../harness/keyed-records';
import { withTemporalClient } from '../support/engines/temporal-client';

const KEY = 'key-0';
const RECORDS = 3;

const asked = ({ api }: CallbackWorld, count = 1): Promise<readonly RecordedCall[]> =>
  eventually(
    () => {
      const calls = api.effects.filter(({ path }) => path === '/effects');
      expect(calls.length).toBeGreaterThanOrEqual(count);
      return calls;
    },
    { withinMs: 150_000 },
  );

/** Every request is answered by its callback, one after the other, whenever somebody takes it. */
const answerAll = async (world: CallbackWorld, records: number): Promise<void> => {
  for (let count = 1; count <= records; count += 1) {
    const calls = await asked(world, count);
    // A call may have been repeated meanwhile; whichever URL it was given, it is the same wait.
    const reply = await callBackUntilTaken(callbackUrlOf(calls[count - 1] as RecordedCall), { seq: count });
    expect(reply.status).toBe(200);
  }
};

const allSeen = async ({ api, options }: CallbackWorld, records: number): Promise<void> => {
  await eventually(() => {
    expect(seen(api, KEY)).toEqual(expected(options.shape.kind, records));
  });
};

const statusIs = (options: GatewayProcessOptions, wanted: string, temporal?: string): Promise<void> =>
  withTemporalClient(async (client) => {
    const { name, lanes } = options.shape as GatewayShape;
    const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', KEY, lanes));
    await eventually(async () => {
      expect((await handle.query<HostStatus>(STATUS_QUERY)).chains[0]?.status).toBe(wanted);
    });
  }, temporal);

type Death = (doomed: GatewayProcess, world: CallbackWorld) => Promise<void>;

/** One after the other, for the same record: each process finds what the one before it has left. */
const MOMENTS: readonly { readonly killAt?: string; readonly die: Death }[] = [
  {
    die: async (doomed, world) => {
      await asked(world);
      await doomed.kill();
    },
  },
  {
    die: async (doomed, world) => {
      await statusIs(world.options, 'waiting');
      await doomed.kill();
    },
  },
  {
    killAt: 'callback-answer:1',
    die: async (doomed, world) => {
      const [first] = await asked(world);
      await expect(callBackUntilBroken(callbackUrlOf(first as RecordedCall))).resolves.toBeUndefined();
      expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
    },
  },
];

/** Resolves when the connection breaks. */
const callBackUntilBroken = (url: string): Promise<void> =>
  eventually(async () => {
    const reply = await callBack(url, { seq: 1 }).catch(() => undefined);
    expect(reply?.status).toBeUndefined();
  });

describe.each(ENOUGH_WAITERS)('with $hosting and $kind', ({ lanes, kind }) => {
  it('I4, I5, I7: killed just when the API has answered 202, again while it waits, and when it has taken the callback but not yet answered it, a gateway loses and doubles nothing', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async (world) => {
      await world.topic.produce(keyedRecords({ keys: 1, perKey: RECORDS }));
      for (const { die, ...killAt } of MOMENTS) {
        const doomed = await GatewayProcess.start({ ...world.options, ...killAt });
        try {
          await die(doomed, world);
        } finally {
          await doomed.kill();
        }
      }
      await withGateway(world.options, async () => {
        await answerAll(world, RECORDS);
        await allSeen(world, RECORDS);
      });
    });
  });

  it('I7: a run continues as new while a record waits, and its callback finds it in the next one', async () => {
    await withCallbackWorld({ lanes, kind, bridge: { recordsPerSignal: 1 } }, {}, async (world) => {
      const temporal = await world.also.hastyTemporal();
      const client = await world.also.client(temporal.address);
      const options = { ...world.options, temporal: temporal.address };
      await withGateway(options, async () => {
        await world.topic.produce(keyedRecords({ keys: 1, perKey: 1 }));
        await asked(world);
        // Each is a signal; they wait behind the first, whose run fills up.
        await world.topic.produce(keyedRecords({ keys: 1, perKey: 79, from: 1 }));
        const query = `WorkflowId = '${hostWorkflowId(options.shape.name, 'main', KEY, lanes)}' AND ExecutionStatus = 'ContinuedAsNew'`;
        await eventually(
          async () => {
            expect((await client.workflow.count(query)).count).toBeGreaterThanOrEqual(1);
          },
          { withinMs: 150_000 },
        );
        await answerAll(world, 4);
        await eventually(() => {
          expect(seen(world.api, KEY)).toEqual(expected(kind, 5).slice(0, kind === 'pay' ? 9 : 5));
        });
      });
      expect(world.api.calls.filter(({ path }) => path === '/effects')).toHaveLength(5);
    });
  });
});

describe.each(ENOUGH_WAITERS.filter(({ kind }) => kind === 'pay'))('with $kind', ({ lanes, kind }) => {
  it('I7: a callback that comes while Temporal is away is answered with 503, and its repetition is taken', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async (world) => {
      const temporal = await world.also.temporal();
      await world.topic.produce(keyedRecords({ keys: 1, perKey: 1 }));
      const options = { ...world.options, temporal: temporal.address };
      await withGateway(options, async () => {
        const [first] = await asked(world);
        await statusIs(options, 'waiting', temporal.address);
        await temporal.kill();
        const refused = await callBack(callbackUrlOf(first as RecordedCall));
        expect(refused.status).toBe(503);
        expect(Number(refused.retryAfter)).toBeGreaterThan(0);
        await temporal.restart();
        expect((await callBackUntilTaken(callbackUrlOf(first as RecordedCall))).status).toBe(200);
        await allSeen(world, 1);
      });
    });
  });
});
