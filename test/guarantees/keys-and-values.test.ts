import { SKIP_UPDATE, STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES, IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { produceByJava } from '../support/kafka/produce-by-java';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

/** Repeated out of their row, without a value and empty, and with a name that objects put first. */
const HEADERS: readonly (readonly [name: string, value: string | null])[] = [
  ['b', '1'],
  ['1', 'x'],
  ['a', null],
  ['a', ''],
  ['b', '2'],
];

const LONG = 'k'.repeat(1_999);

/** Every kind of key that broke the predecessor or could break us, and the chain it must end in. */
const KEYS: readonly (readonly [kind: string, key: string | Buffer | null, chain: string | RegExp])[] = [
  ['none', null, '~null-p0'],
  ['empty', '', '~empty'],
  ['binary', Buffer.from([0, 0, 0, 0]), '%00%00%00%00'],
  ['not UTF-8', Buffer.from([0xff, 0x80]), '%FF%80'],
  ['with three dashes', 'a-b-c-d', 'a-b-c-d'],
  ['admin', 'admin', 'admin'],
  ['a UUID', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['a slash', '/', '%2F'],
  ['an emoji', '\u{1F680}', '%F0%9F%9A%80'],
  ['2,000 characters', `${LONG}1`, /^k{48}~[0-9a-f]{64}$/],
  ['2,000 characters, another only past the cut', `${LONG}2`, /^k{48}~[0-9a-f]{64}$/],
];

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I10, I11: records of every kind of key are handled, each key in a chain of its own', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const name = uniqueName();
      await topic.produce(KEYS.map(([kind, key]) => ({ key, value: JSON.stringify({ kind }) })));
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(api.effects.map(({ body }) => (JSON.parse(body.toString()) as { kind: string }).kind).sort()).toEqual(
          KEYS.map(([kind]) => kind).sort(),
        );
      });
      if (lanes > 0) return;
      const client = await world.client();

      await eventually(async () => {
        const chains: string[] = [];
        for await (const { workflowId } of client.workflow.list({
          query: `WorkflowId STARTS_WITH '${name}/main/'`,
        })) {
          chains.push(workflowId.slice(`${name}/main/`.length));
        }
        expect(new Set(chains).size).toBe(KEYS.length);
        for (const [, , chain] of KEYS) expect(chains).toContainEqual(expect.stringMatching(whole(chain)));
      });
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I4, I10: a value that is not JSON parks its own key alone, and the key goes on when it is skipped', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const name = uniqueName();
      const values = ['{"n":1}', '{oops', '{"n":2}'];
      await topic.produce(values.map((value) => ({ key: 'bad', value })));
      await topic.produce([{ key: 'good', value: '{"n":3}' }]);
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
      const bodies = (): readonly string[] => api.effects.map(({ body }) => body.toString()).sort();
      await world.gateway({ shape, apiUrl: api.url });

      await eventually(() => {
        expect(bodies()).toEqual(['{"n":1}', '{"n":3}']);
      });
      const client = await world.client();

      const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', 'bad', lanes));
      await eventually(async () => {
        const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
        expect(chains[0]).toMatchObject({
          chain: 'bad',
          status: 'parked',
          waiting: 2,
          failure: { code: 'undecodable' },
        });
      });
      await handle.executeUpdate(SKIP_UPDATE, { args: [{ chain: 'bad', offset: '1' }] });

      await eventually(() => {
        expect(bodies()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
      });
    });
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I1, I10: tombstones without a type, 900 KB and headers that are repeated or null arrive as they are, in order of their key', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1, config: { 'max.message.bytes': '2000000' } });
      const target = await world.topic({
        partitions: 1,
        prefix: 'published',
        config: { 'max.message.bytes': '2000000' },
      });
      const api = await world.recorder();
      // As Fastify does: no body has a type.
      api.react = ({ body, headers }) => ({ status: body.length === 0 && 'content-type' in headers ? 415 : 200 });

      const large = JSON.stringify({ text: 'x'.repeat(900_000) });
      await produceByJava(topic, [
        { partition: 0, key: 'k', value: null },
        { partition: 0, key: 'k', value: large },
        {
          partition: 0,
          key: 'k',
          value: '{"n":1}',
          headers: HEADERS,
        },
      ]);
      const published = { topics: [topic.name], lanes: 2, publish: { to: target.name } };
      const more = { routes: { published } };
      const shape = {
        name: uniqueName(),
        topics: [topic.name],
        lanes,
        kind: 'deliver',
        outbox: { writers: 1 },
        more,
      } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(3);
        });
        await eventually(async () => {
          expect(await target.endOffsets()).not.toEqual([0n]);
          const last = (await readCommitted(target)).at(-1);
          expect(last?.value?.toString()).toBe('{"n":1}');
          const kept = last?.headers.filter(([header]) => header !== 'sluice.id');
          expect(kept?.map(([header, content]) => [header, content?.toString() ?? null])).toEqual(HEADERS);
        });
      });
      const [tombstone, whole, small] = api.effects;
      expect(tombstone?.headers['sluice-tombstone']).toBe('true');
      expect(tombstone?.body.length).toBe(0);
      expect(whole?.body.toString() === large).toBe(true);
      expect(small?.body.toString()).toBe('{"n":1}');
    });
  });
});

const whole = (chain: string | RegExp): RegExp =>
  typeof chain === 'string' ? new RegExp(`^${chain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : chain;
