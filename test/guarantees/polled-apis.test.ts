// APIs whose odd answers would hide items from a poll agent that looks healthy.
import type { AgentDefinition } from '../../src/config/agent/agent-definition';
import type { HttpPollDefinition } from '../../src/config/agent/http-poll-definition';
import type { AgentStatus } from '../../src/model/contract/agent-contract';
import type { Reaction } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { GatewayProcess } from '../support/gateway/gateway-process';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

const TEST_MS = 400_000;
const PAGE = 3;
const BIG = 2n ** 53n;

/** Two items have one time. */
const timeOf = (id: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, id >> 1)).toISOString();

interface Api {
  readonly http: Omit<HttpPollDefinition, 'destination' | 'path' | 'id'>;
  readonly ids: number[];
  readonly answer: (query: URLSearchParams, ids: readonly number[]) => Reaction;
}

const answered = (body: string, headers: Record<string, string> = {}, status = 200): Reaction => ({
  status,
  body,
  headers: { 'content-type': 'application/json', ...headers },
});

const listed = (ids: readonly (number | bigint)[]): string => `[${ids.map((id) => `{"id":${id}}`).join(',')}]`;

const timed = (
  query: URLSearchParams,
  ids: readonly number[],
  isIn: (ms: number, since: number) => boolean,
): Reaction => {
  const since = Date.parse(query.get('since') ?? '1970-01-01');
  const found = ids.filter((id) => isIn(Date.parse(timeOf(id)), since)).slice(0, PAGE + 1);
  return answered(JSON.stringify(found.map((id) => ({ id, at: timeOf(id) }))));
};

const byOffset = (query: URLSearchParams, ids: readonly number[]): Reaction => {
  const from = Number(query.get('offset') ?? 0);
  return answered(listed(ids.slice(from, from + PAGE)));
};

const byTime = { kind: 'timestamp', field: 'at', limit: PAGE + 1 } as const;

const apis = (): Readonly<Record<string, Api>> => {
  const seven = (): number[] => [0, 1, 2, 3, 4, 5, 6];
  return {
    grown: { http: { paging: { kind: 'offset', limit: PAGE } }, ids: seven(), answer: byOffset },
    lessened: { http: { paging: { kind: 'offset', limit: PAGE } }, ids: seven(), answer: byOffset },
    ties: { http: { paging: byTime }, ids: seven(), answer: (...asked) => timed(...asked, (ms, since) => ms >= since) },
    later: { http: { paging: byTime }, ids: seven(), answer: (...asked) => timed(...asked, (ms, since) => ms > since) },
    overlapping: {
      http: { paging: { ...byTime, overlap: '1s' } },
      ids: seven(),
      answer: (...asked) => timed(...asked, (ms, since) => ms > since),
    },
    part: {
      http: {},
      ids: seven(),
      answer: (_query, ids) =>
        answered(listed(ids.slice(0, PAGE)), { 'content-range': `items 0-2/${ids.length}` }, 206),
    },
    numbered: {
      http: { paging: { kind: 'link' } },
      ids: seven(),
      answer: (query, ids) => {
        const page = Number(query.get('page') ?? 1);
        const link = page * PAGE < ids.length ? { link: `</numbered?page=${page + 1}>; rel="next"` } : {};
        return answered(listed(ids.slice((page - 1) * PAGE, page * PAGE)), link);
      },
    },
    big: {
      http: { items: 'data', paging: { kind: 'cursor', next: 'next' } },
      ids: seven(),
      answer: (query, ids) => {
        const from = Number(BigInt(query.get('cursor') ?? BIG) - BIG);
        const data = listed(ids.slice(from, from + PAGE).map((id) => BIG + BigInt(id)));
        const next = from + PAGE < ids.length ? String(BIG + BigInt(from + PAGE)) : 'null';
        return answered(`{"data":${data},"next":${next}}`);
      },
    },
  };
};

const idsOf = async (topic: KafkaTopic): Promise<readonly number[]> =>
  (await readCommitted(topic)).map(({ value }) => {
    const id = BigInt(/"id":(\d+)/.exec(String(value))?.[1] ?? -1);
    return Number(id >= BIG ? id - BIG : id);
  });

it(
  'I9: of an odd API each item is published once and in order, or the agent says that it misses some, though a worker is killed',
  async () => {
    await withWorld(async (world) => {
      const sources = apis();
      const topics: Record<string, KafkaTopic> = {};
      const agents: Record<string, AgentDefinition> = {};
      for (const [name, { http }] of Object.entries(sources)) {
        const topic = await world.topic({ prefix: 'polled', partitions: 1 });
        topics[name] = topic;
        const polled = { destination: 'api', path: `/${name}`, id: 'id', ...http };
        agents[name] = { topic: topic.name, every: '500ms', retry: { initial: '500ms', maximum: '1s' }, http: polled };
      }
      const home = await world.topic({});
      const api = await world.recorder();
      api.react = ({ path }) => {
        const url = new URL(path, api.url);
        const source = sources[url.pathname.slice(1)];
        return source === undefined ? { status: 404 } : source.answer(url.searchParams, source.ids);
      };
      const shape: GatewayShape = {
        name: uniqueName(),
        topics: [home.name],
        lanes: 0,
        kind: 'deliver',
        outbox: { writers: 1 },
        more: { agents },
      };
      const options = { shape, apiUrl: api.url };
      const stand = (expected: Readonly<Record<string, object>>): Promise<void> =>
        eventually(
          async () => {
            const { agents: all } = documentOf(await runCli(['agents', 'list', '--json'], { shape })) as {
              readonly agents: readonly AgentStatus[];
            };
            expect(Object.fromEntries(all.map((agent) => [agent.agent, agent]))).toMatchObject(expected);
          },
          { withinMs: 120_000, everyMs: 1_000 },
        );
      const told = (published: number, words: string): object => ({
        status: 'retrying',
        published,
        failure: { code: 'poll-invalid', message: expect.stringContaining(words) as unknown },
      });
      const doomed = await GatewayProcess.start({ ...options, killAt: 'publish-committed:6' });
      try {
        expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
      } finally {
        doomed.signal('SIGKILL');
      }
      await world.gateway(options);
      const seven = { published: 7 };
      await stand({
        ...{
          grown: seven,
          lessened: seven,
          ties: seven,
          later: seven,
          overlapping: seven,
          numbered: seven,
          big: seven,
        },
        part: told(PAGE, 'HTTP 206 (Content-Range: items 0-2/7)'),
      });
      for (const { ids } of Object.values(sources)) ids.push(7, 8, 9, 10);
      // An item that was read is taken back before the next poll, so that another stands at its place.
      sources['lessened']?.ids.splice(6, 1);
      const all = { published: 11 };
      await stand({
        ...{ grown: all, ties: all, overlapping: all, numbered: all, big: all },
        lessened: told(10, 'Items have moved to other pages'),
        later: told(10, 'Set paging.overlap'),
      });
      const eleven = Array.from({ length: 11 }, (_, id) => id);
      const missed: Readonly<Record<string, readonly number[]>> = {
        lessened: [7],
        later: [7],
        part: eleven.slice(PAGE),
      };
      for (const [name, topic] of Object.entries(topics))
        expect({ [name]: await idsOf(topic) }).toEqual({
          [name]: eleven.filter((id) => missed[name]?.includes(id) !== true),
        });
    });
  },
  TEST_MS,
);
