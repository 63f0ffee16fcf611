import { type GatewayShape } from '../fixtures/gateway/gateway.config';
import { STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/workflow-id';
import type { EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';

interface Produced {
  readonly key: string | Buffer;
  /** The key as a path has it. */
  readonly encoded: string;
  readonly text: string;
  /** What `{value.id}` stands for. */
  readonly id: string;
  /** Type and value of `id` as a handler gets it, by `numbers` of its route; absent where the record is refused. */
  readonly exact?: string;
  readonly bigint?: string;
}

const hidden = (id: string, pad = ''): string =>
  `\uFEFF{ "id":"first","id" : ${id},"pad":"${pad}","__proto__":{"id":0} }`;

/** JSON as JavaScript would not write it. The last one waits by reference. */
const PRODUCED: readonly Produced[] = [
  {
    key: 'k1',
    encoded: 'k1',
    text: '{"id":9007199254740993,"wei":1000000000000000001,"x":1e400,"d":1.10,"e":1.0}',
    id: '9007199254740993',
  },
  {
    key: 'k2',
    encoded: 'k2',
    text: '{"id":9007199254740992, "b":1.0,\t"a":"\\u00e9\\/"}',
    id: '9007199254740992',
    bigint: 'bigint/9007199254740992',
  },
  {
    key: 'k3',
    encoded: 'k3',
    text: hidden('"l\\u00e4st"'),
    id: 'läst',
    exact: 'string/l%C3%A4st',
    bigint: 'string/l%C3%A4st',
  },
  ...[
    { key: Buffer.from('e9', 'hex'), encoded: '%E9' },
    { key: Buffer.from('c3a9', 'hex'), encoded: '%C3%A9' },
  ].map((key) => ({ ...key, text: hidden('7'), id: '7', exact: 'number/7', bigint: 'bigint/7' })),
  {
    key: 'long',
    encoded: 'long',
    text: hidden('1.10', 'x'.repeat(300)),
    id: '1.10',
    exact: 'number/1.1',
    bigint: 'number/1.1',
  },
];

/** Bytes as text that differs if one of them does. */
const bytesOf = (content: string | Buffer): string => Buffer.from(content).toString('latin1');

/** Calls below a path, with their bodies. */
const callsOf = ({ calls }: EffectRecorder, prefix: string): readonly string[] =>
  Array.from(
    new Set(calls.filter(({ path }) => path.startsWith(prefix)).map(({ path, body }) => `${path} ${bytesOf(body)}`)),
  ).sort();

const toldOf = (id: string | undefined, text: string): readonly string[] =>
  id === undefined ? [] : [`/told/${id} ${bytesOf(text)}`];

const TOLD = PRODUCED.flatMap(({ text, id, exact, bigint }) =>
  [exact, `string/${encodeURIComponent(id)}`, bigint].flatMap((told) => toldOf(told, text)),
);

const sorted = (lines: readonly string[]): readonly string[] => Array.from(new Set(lines)).sort();

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I12: what comes in goes out, byte for byte: bodies, paths, published records, and the text for handlers', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const target = await world.topic({ partitions: 1, prefix: 'published' });
      const api = await world.recorder();
      await topic.produce(PRODUCED.map(({ key, text }) => ({ key, value: Buffer.from(text) })));

      const hosting = { topics: [topic.name], ...(lanes > 0 ? { lanes } : {}) };
      const shape = (numbers: 'exact' | 'plain'): GatewayShape => ({
        name,
        topics: [topic.name],
        lanes,
        kind: 'deliver',
        path: '/d/{value.id}/{key}',
        outbox: {},
        bridge: { inlineBytes: 300 },
        more: {
          routes: {
            published: { ...hosting, publish: { to: target.name, key: '{value.id}-{key}' } },
            exact: { ...hosting, workflow: 'tellText', numbers },
            lossless: { ...hosting, workflow: 'tellText', numbers: 'text' },
            bigint: { ...hosting, workflow: 'tellText', numbers: 'bigint' },
          },
        },
      });
      const name = uniqueName();
      const gateway = await world.gateway({ shape: shape('exact'), apiUrl: api.url });

      await eventually(() => {
        const delivered = PRODUCED.map(
          ({ id, encoded, text }) => `/d/${encodeURIComponent(id)}/${encoded} ${bytesOf(text)}`,
        );
        expect(callsOf(api, '/d/')).toEqual(sorted(delivered));
        expect(callsOf(api, '/told/')).toEqual(sorted(TOLD));
      });
      await eventually(async () => {
        expect(await target.endOffsets()).not.toEqual([0n]);
        const published = await readCommitted(target);
        expect(
          published.map(({ key, value }) => [key, value].map((part) => bytesOf(part ?? '')).join(' ')).sort(),
        ).toEqual(sorted(PRODUCED.map(({ id, key, text }) => `${bytesOf(`${id}-`)}${bytesOf(key)} ${bytesOf(text)}`)));
      });

      // Nothing is rounded in silence: the keys wait, and say at which field and digits.
      const client = await world.client();
      const failureOf = async (key: string): Promise<unknown> => {
        const handle = client.workflow.getHandle(hostWorkflowId(name, 'exact', key, lanes));
        const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
        return chains.find(({ chain }) => chain === key)?.failure;
      };
      for (const [key, digits] of [
        ['k1', '9007199254740993'],
        ['k2', '9007199254740992'],
      ] as const) {
        await eventually(async () => {
          expect(await failureOf(key)).toMatchObject({
            code: 'undecodable',
            message: expect.stringContaining(`"value.id" is ${digits}`) as string,
          });
        });
      }

      const mended = '{"id" : 1.0, "edited":true}';
      const edit = ['keys', 'edit', '-r', 'exact', '-k', 'k1', '--value', mended];
      expect(await runCli(edit, { shape: shape('exact'), apiUrl: api.url })).toMatchObject({ code: 0 });
      await eventually(() => {
        expect(callsOf(api, '/told/')).toEqual(sorted([...TOLD, ...toldOf('number/1', mended)]));
      });

      // The route takes what it can hold from now on, and the record that waits is read again.
      await gateway.stop();
      await world.gateway({ shape: shape('plain'), apiUrl: api.url });
      const retry = ['keys', 'retry', '-r', 'exact', '-k', 'k2'];
      expect(await runCli(retry, { shape: shape('plain'), apiUrl: api.url })).toMatchObject({ code: 0 });
      await eventually(() => {
        expect(callsOf(api, '/told/')).toContain(`/told/number/9007199254740992 ${PRODUCED[1]?.text ?? ''}`);
      });
    });
  });
});
