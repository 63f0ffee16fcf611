import { type GatewayShape } from '../fixtures/gateway/gateway.config';
import { STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import type { EffectRecorder, Reaction } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { ANSWER, ANSWERED, ASKING, POLLED, POLLED_IDS, PRODUCED, RAW } from '../support/scenarios/byte-rows';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { runCli } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';
import { WIDE } from '../support/width';

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

/** How often the records of a route have come when a command has brought them back. */
const COMES_BACK = [
  [2, (route: string) => ['dead-letters', 'redrive', '--all', '--yes', '-r', route]],
  [3, (route: string) => ['replay', route, '--at-most', '1000', '--from', 'earliest']],
] as const;

const json = (body: string): Reaction => ({ status: 200, body, headers: { 'content-type': 'application/json' } });

const sorted = (lines: readonly string[]): readonly string[] => Array.from(new Set(lines)).sort();

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I12: what comes in goes out, byte for byte: bodies, paths, published records, and the text for handlers', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const target = await world.topic({ partitions: 1, prefix: 'published' });
      const polled = await world.topic({ partitions: 1, prefix: 'polled' });
      const asking = await world.topic({ partitions: 1, prefix: 'asking' });
      const letters = await world.topic({ partitions: 1, prefix: 'letters' });
      const raw = await world.topic({ partitions: 1, prefix: 'raw' });
      const rawLetters = await world.topic({ partitions: 1, prefix: 'letters' });
      const api = await world.recorder();
      let refuses = true;
      api.react = ({ path, body }) => {
        if (path.startsWith('/called/')) return { status: 200, body, headers: { 'content-type': 'image/png' } };
        if (path.startsWith('/again/')) return { status: refuses ? 422 : 200 };
        if (path === '/items') return json(`[\n${POLLED.join(' ,')}]`);
        return path === '/answer' ? json(ANSWER) : { status: 200 };
      };
      await raw.produce(RAW.map(({ key, bytes }) => ({ key, value: bytes })));
      await asking.produce(ASKING.map((value) => ({ key: value.numbers ?? 'exact', value: JSON.stringify(value) })));
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
            // Routes of one topic have handlers of their own, because they would share idempotency keys.
            lossless: { ...hosting, workflow: 'tellTextAgain', numbers: 'text' },
            bigint: { ...hosting, workflow: 'tellTextOnceMore', numbers: 'bigint' },
            refused: {
              ...hosting,
              // Two routes that deliver one topic to one API need keys in two forms.
              deliver: { to: 'uuids', path: '/again/{key}' },
              onTerminal: 'dead-letter',
              deadLetterTopic: letters.name,
            },
            raw: {
              ...hosting,
              topics: [raw.name],
              value: 'bytes',
              deliver: { to: 'api', path: '/again/{key}' },
              onTerminal: 'dead-letter',
              deadLetterTopic: rawLetters.name,
            },
            'raw-told': { ...hosting, topics: [raw.name], value: 'bytes', workflow: 'tellBytes' },
            'raw-nested': { ...hosting, topics: [raw.name], value: 'bytes', workflow: 'nestBytes' },
            asking: { ...hosting, topics: [asking.name], workflow: 'tellAnswer' },
          },
          destinations: { uuids: { baseUrl: api.url, idempotencyKeyFormat: 'uuid' } },
          agents: {
            polled: {
              topic: polled.name,
              every: '1s',
              http: { destination: 'api', path: '/items', id: 'id', key: 'id' },
            },
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

      // Bytes that a handler gives to a call arrive as bytes, or are refused in words, and so do those that it is given.
      await eventually(() => {
        for (const prefix of ['/called/', '/deferred/', '/echoed/', '/returned/']) {
          expect(callsOf(api, prefix)).toEqual(
            sorted(RAW.map(({ encoded, bytes }) => `${prefix}${encoded} ${bytesOf(bytes)}`)),
          );
        }
      });
      const types = api.calls
        .filter(({ path }) => path.startsWith('/called/') || path.startsWith('/deferred/'))
        .map(({ headers }) => headers['content-type']);
      expect(new Set(types)).toEqual(new Set(['application/octet-stream']));

      // An API's items and answers are no other than records.
      await eventually(() => {
        expect(callsOf(api, '/answered/')).toEqual(ANSWERED);
      });
      await eventually(async () => {
        const published = await readCommitted(polled);
        expect(published.map(({ key, value }) => [String(key), bytesOf(value ?? '')])).toEqual(
          POLLED.map((text, index) => [POLLED_IDS[index], bytesOf(text)]),
        );
      });

      // What comes back from a dead letter, or is replayed, is what it was.
      const again = [
        ...PRODUCED.map(({ encoded, text }) => `/again/${encoded} ${bytesOf(text)}`),
        ...RAW.map(({ encoded, bytes }) => `/again/${encoded} ${bytesOf(bytes)}`),
      ];
      const expectAgain = (times: number): Promise<void> =>
        eventually(() => {
          expect(api.calls.filter(({ path }) => path.startsWith('/again/'))).toHaveLength(times * again.length);
          expect(callsOf(api, '/again/')).toEqual(sorted(again));
        });
      await expectAgain(1);
      await eventually(async () => {
        expect([await letters.endOffsets(), await rawLetters.endOffsets()]).toEqual([[6n], [3n]]);
      });
      refuses = false;
      for (const [times, command] of COMES_BACK.filter(() => WIDE || lanes > 0)) {
        const ran = await Promise.all(
          ['refused', 'raw'].map((route) => runCli(command(route), { shape: shape('exact'), apiUrl: api.url })),
        );
        expect(ran).toMatchObject([{ code: 0 }, { code: 0 }]);
        await expectAgain(times);
      }

      const { stdout: checked } = await runCli(['check'], { shape: shape('exact'), apiUrl: api.url });
      expect(checked).toMatch(/warning {2}keys of raw-\S+: schema id 7: keys seem to be framed by a schema registry/);
      expect(checked).not.toContain(`keys of ${topic.name}`);

      // Nothing is rounded in silence: the keys wait, and say at which field and digits.
      const client = await world.client();
      const failureOf = async (key: string, route = 'exact'): Promise<unknown> => {
        const handle = client.workflow.getHandle(hostWorkflowId(name, route, key, lanes));
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

      await eventually(async () => {
        expect(await failureOf('broken', 'raw-nested')).toMatchObject({
          code: 'handler-error',
          message: expect.stringContaining('bytes in data.list[0].blob') as string,
        });
      });
      expect(callsOf(api, '/nested/')).toEqual([]);

      await eventually(async () => {
        expect(await failureOf('exact', 'asking')).toMatchObject({
          code: 'handler-error',
          message: expect.stringContaining('"data.id" is 9007199254740993') as string,
        });
      });
      // The call is done, and no failing handler repeats it.
      expect(api.calls.filter(({ path }) => path === '/answer')).toHaveLength(ASKING.length);

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
