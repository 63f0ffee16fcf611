import type { HttpPollDefinition } from '../../src/config/agent/http-poll-definition';
import type { AgentDefinition } from '../../src/config/agent/agent-definition';
import type { AgentStatus } from '../../src/model/contract/agent-contract';
import { eventually } from '../../harness/eventually';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { bodyOf } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { GatewayProcess } from '../support/gateway/gateway-process';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

const TEST_MS = 400_000;
const ITEMS = 12;
const DAY_MS = 86_400_000;

interface Item {
  readonly seq: number;
  readonly id: string;
  /** A topic takes no time that is more than an hour ahead. */
  readonly at: number;
  readonly pad: string;
}

const itemsOf = (ahead: readonly number[], large: readonly number[] = []): readonly Item[] =>
  Array.from({ length: ITEMS }, (_, seq) => ({
    seq,
    id: `item-${seq}`,
    at: Date.now() + (ahead.includes(seq) ? DAY_MS : 0),
    pad: 'x'.repeat(large.includes(seq) ? 6_000 : 10),
  }));

const seqsOf = async (topic: KafkaTopic): Promise<readonly number[]> =>
  (await readCommitted(topic)).map((record) => bodyOf(record).seq);

const without = (...refused: readonly number[]): readonly number[] =>
  Array.from({ length: ITEMS }, (_, seq) => seq).filter((seq) => !refused.includes(seq));

it(
  'I9: an item that Kafka refuses is told and passed over, an agent that misses some says so, and the others are published once and in order, though a worker is killed',
  async () => {
    await withWorld(async (world) => {
      const topics = {
        ahead: await world.topic({ prefix: 'polled' }),
        several: await world.topic({ prefix: 'polled', config: { 'max.message.bytes': '4000' } }),
        alone: await world.topic({ prefix: 'polled' }),
        keyless: await world.topic({ prefix: 'polled', config: { 'cleanup.policy': 'compact' } }),
        stopped: await world.topic({ prefix: 'polled' }),
      };
      // Their sources lead nowhere, or have two items with one id: what is well of them is published all the same.
      const missing = {
        ignored: await world.topic({ prefix: 'polled' }),
        twins: await world.topic({ prefix: 'polled' }),
      };
      const home = await world.topic({});
      const api = await world.recorder();
      const sources: Record<keyof typeof topics, () => readonly Item[]> = {
        ahead: () => itemsOf([4]),
        several: () => itemsOf([1], [0, 6, ITEMS - 1]),
        alone: () => itemsOf([0]).slice(0, api.calls.filter(({ path }) => path === '/alone').length),
        keyless: () => itemsOf([]),
        stopped: () => itemsOf([4]),
      };
      api.react = ({ path }) => {
        if (path.startsWith('/ignored')) {
          return { status: 200, body: JSON.stringify({ items: itemsOf([]).toReversed(), next: 'c1' }) };
        }
        if (path.startsWith('/twins')) {
          // What follows the page is not read before the page is well.
          const items = path.includes('cursor')
            ? itemsOf([]).map(({ seq, ...item }) => ({ ...item, seq: seq + ITEMS, id: `item-${seq + ITEMS}` }))
            : itemsOf([]).map((item) => (item.seq === 7 ? { ...item, id: 'item-3' } : item));
          return { status: 200, body: JSON.stringify({ items, next: 'c1' }) };
        }
        const source = sources[path.slice(1) as keyof typeof sources] as (() => readonly Item[]) | undefined;
        return { status: 200, body: JSON.stringify(source?.() ?? []) };
      };
      const agentOf = (name: string, topic: KafkaTopic): AgentDefinition => {
        const http: HttpPollDefinition = { destination: 'api', path: `/${name}`, id: 'id', timestamp: 'at' };
        const stop = name === 'stopped' ? ({ onRefused: 'stop' } as const) : {};
        return { topic: topic.name, every: '500ms', http: name === 'keyless' ? http : { ...http, key: 'id' }, ...stop };
      };
      const agents = Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, agentOf(name, topic)]));
      for (const [name, topic] of Object.entries(missing)) {
        const paging = { kind: 'cursor', next: 'next' } as const;
        const http = { destination: 'api', path: `/${name}`, items: 'items', id: 'id', paging };
        agents[name] = { topic: topic.name, every: '500ms', http };
      }
      const shape: GatewayShape = {
        name: uniqueName(),
        topics: [home.name],
        lanes: 0,
        kind: 'deliver',
        outbox: { writers: 1 },
        more: { agents },
      };
      const options = { shape, apiUrl: api.url };
      const statuses = async (): Promise<Readonly<Record<string, AgentStatus>>> => {
        const listed = documentOf(await runCli(['agents', 'list', '--json'], { shape }));
        const { agents: found } = listed as { readonly agents: readonly AgentStatus[] };
        return Object.fromEntries(found.map((agent) => [agent.agent, agent]));
      };

      const doomed = await GatewayProcess.start({ ...options, killAt: 'publish-committed:4' });
      try {
        expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
      } finally {
        doomed.signal('SIGKILL');
      }
      const gateway = await world.gateway(options);
      const told = (published: number, words: string): object => ({
        status: 'retrying',
        published,
        failure: { code: 'poll-invalid', message: expect.stringContaining(words) as unknown },
      });
      const kept = { status: 'retrying', published: 0, failure: { code: 'publish-refused' } };
      await eventually(
        async () => {
          expect(await statuses()).toMatchObject({
            ahead: {
              published: ITEMS - 1,
              passedOver: 1,
              lastPassedOver: { key: 'item-4', message: expect.stringContaining('Kafka refuses a record') as unknown },
            },
            several: { published: ITEMS - 4, passedOver: 4 },
            alone: { published: ITEMS - 1, passedOver: 1 },
            keyless: kept,
            stopped: kept,
            ignored: told(ITEMS, 'The next page ({"cursor":"c1"}) has the same items as a page before it.'),
            twins: told(ITEMS - 2, 'Items 3 and 7 have one id and are not the same'),
          });
        },
        { withinMs: 120_000, everyMs: 1_000 },
      );
      expect((await statuses())['ahead']).not.toHaveProperty('failure');
      expect(gateway.output + doomed.output).toContain('an item of a poll agent was passed over');
      expect(await seqsOf(topics.ahead)).toEqual(without(4));
      expect(await seqsOf(topics.several)).toEqual(without(0, 1, 6, ITEMS - 1));
      expect(await seqsOf(topics.alone)).toEqual(without(0));
      expect(await seqsOf(missing.ignored)).toEqual(without().toReversed());
      expect(await seqsOf(missing.twins)).toEqual(without(3, 7));
      // Where it takes none of them, the topic is to blame, and all of them are kept back.
      expect(await seqsOf(topics.keyless)).toEqual([]);
      expect(await seqsOf(topics.stopped)).toEqual([]);
      expect((await runCli(['agents', 'list'], { shape })).stdout).toContain('1 item passed over');
    });
  },
  TEST_MS,
);
