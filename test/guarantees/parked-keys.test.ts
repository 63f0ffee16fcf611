import { Client, Connection } from '@temporalio/client';
import {
  RETRY_UPDATE,
  SKIP_UPDATE,
  STATUS_QUERY,
  type HostStatus,
  type KeyCommand,
} from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { type RecordedCall } from '../../harness/effect-recorder';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES, IN_LANES } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 12, perKey: 20 };
const TOTAL = LOAD.keys * LOAD.perKey;
const PARKED = { key: 'key-5', seq: 7 };
const WAITING = LOAD.perKey - PARKED.seq;

const COMMANDS = [
  { command: 'retried', update: RETRY_UPDATE },
  { command: 'skipped', update: SKIP_UPDATE },
] as const;

const refused = (call: RecordedCall): boolean => {
  const { key, seq } = bodyOf(call);
  return key === PARKED.key && seq === PARKED.seq;
};

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await Connection.connect({ address: engineAddress('temporal') });
  });
  afterAll(() => connection.close());

  it.each(narrowed(COMMANDS, ({ command }) => (command === 'retried') === (lanes === 0)))(
    'I4, I10: a refused call parks its key, the others go on, and the key goes on in order when it is $command',
    async ({ update }) => {
      await withWorld(async (world) => {
        const topic = await world.topic({ partitions: 4 });
        const api = await world.recorder();

        const name = uniqueName();
        const handle = new Client({ connection }).workflow.getHandle(hostWorkflowId(name, 'main', PARKED.key, lanes));
        const status = async (): Promise<HostStatus['chains'][number] | undefined> => {
          const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
          return chains.find(({ chain }) => chain === PARKED.key);
        };
        api.react = (call) => (refused(call) ? { status: 422, body: '{"error":"no such account"}' } : { status: 200 });
        await topic.produce(keyedRecords(LOAD));
        const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
        await world.gateway({ shape, apiUrl: api.url });

        await eventually(() => {
          expect(api.effects).toHaveLength(TOTAL - WAITING);
        });
        const parked = await eventually(async () => {
          const chain = await status();
          expect(chain?.status).toBe('parked');
          return chain;
        });
        expect(parked).toMatchObject({
          waiting: WAITING,
          failure: { code: 'http-status', status: 422, destination: 'api' },
        });
        expect(parked?.failure?.message).toContain('no such account');
        const wrong: KeyCommand = { chain: PARKED.key, offset: '999999' };
        await expect(handle.executeUpdate(update, { args: [wrong] })).rejects.toThrow();
        api.react = () => ({ status: 200 });
        await handle.executeUpdate(update, { args: [{ chain: PARKED.key }] });
        const skipped = update === SKIP_UPDATE ? 1 : 0;
        await eventually(() => {
          expect(api.effects).toHaveLength(TOTAL - skipped);
        });
        expect(judge(api, LOAD)).toEqual({ ...KEPT, lost: skipped });
        expect(api.calls.filter(refused)).toHaveLength(2 - skipped);
      });
    },
  );
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I4: a failing API is tried again until it is well, and its keys keep their order', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      await topic.produce(keyedRecords(LOAD));
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', timeout: '500ms' } as const;
      const moods = [{ status: 503 }, { status: 429, headers: { 'retry-after': '1' } }, 'hang-up', 'never'] as const;
      api.react = () =>
        api.calls.length % 4 === 0 ? (moods[(api.calls.length / 4) % 4] ?? { status: 200 }) : { status: 200 };
      setTimeout(() => {
        api.react = () => ({ status: 200 });
      }, 5_000).unref();
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(
          () => {
            expect(api.effects).toHaveLength(TOTAL);
          },
          { withinMs: 150_000 },
        );
      });
      expect(judge(api, LOAD)).toEqual(KEPT);
    });
  });
});
