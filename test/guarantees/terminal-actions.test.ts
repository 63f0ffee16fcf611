import { withEffectRecorder } from '../support/effect-recorder';
import { eventually } from '../support/eventually';
import { withGateway } from '../support/gateway-process';
import { HOSTING_SHAPES } from '../support/hosting-shapes';
import { bodyOf } from '../support/keyed-records';
import { produceByJava } from '../support/produce-by-java';
import { readCommitted } from '../support/read-committed';
import { uniqueName } from '../support/unique-name';
import { withTopic } from '../support/with-topic';

/** Record 1 fails for good, in each of the ways a record can. */
const FAILURES = [
  { failure: 'refused by the API', kind: 'deliver', value: '{"key":"k","seq":1}', cause: 'http-status' },
  {
    failure: 'thrown out by its handler',
    kind: 'handler',
    value: '{"key":"k","seq":1,"act":"throw"}',
    cause: 'handler-error',
  },
  { failure: 'not to be decoded', kind: 'deliver', value: '{oops', cause: 'undecodable' },
  { failure: 'not to be decoded, for a handler', kind: 'handler', value: '{oops', cause: 'undecodable' },
] as const;

const CASES = HOSTING_SHAPES.flatMap(({ hosting, lanes }) =>
  // Handlers of lanes keep no state, and the fixture's does.
  FAILURES.filter(({ kind }) => lanes === 0 || kind === 'deliver').map((failure) => ({ hosting, lanes, ...failure })),
);

const good = (seq: number): string => JSON.stringify({ key: 'k', seq });

describe.each(CASES)('with $hosting, a record $failure', ({ lanes, kind, value, cause }) => {
  it.each(['dead-letter', 'skip'] as const)(
    'I4: meets the action %s, and its key goes on in order',
    async (onTerminal) => {
      await withTopic({ partitions: 1 }, (topic) =>
        withTopic({ partitions: 2, prefix: 'dead-letters' }, (letters) =>
          withEffectRecorder(async (api) => {
            api.react = (call) =>
              cause === 'http-status' && bodyOf(call).seq === 1 ? { status: 400, body: 'no' } : { status: 200 };
            const headers = [
              ['h', '1'],
              ['h', 'two'],
              ['bin', Buffer.from([0, 255])],
            ] as const;
            await produceByJava(topic, [
              { partition: 0, key: 'k', value: good(0) },
              { partition: 0, key: 'k', value, headers },
              { partition: 0, key: 'k', value: good(2) },
            ]);
            const name = uniqueName();
            const shape = {
              name,
              topics: [topic.name],
              lanes,
              kind,
              onTerminal,
              deadLetterTopic: letters.name,
            } as const;
            await withGateway({ shape, apiUrl: api.url }, async () => {
              await eventually(() => {
                expect(api.effects.map((call) => bodyOf(call).seq)).toEqual([0, 2]);
              });
            });
            const written = await readCommitted(letters);
            if (onTerminal === 'skip') {
              expect(written).toEqual([]);
              return;
            }
            expect(written).toHaveLength(1);
            const [letter] = written;
            expect(letter?.key?.toString()).toBe('k');
            expect(letter?.value?.toString()).toBe(value);
            const all = (letter?.headers ?? []).map(([header, content]) => [header, content?.toString('latin1')]);
            expect(all.slice(0, 3)).toEqual([
              ['h', '1'],
              ['h', 'two'],
              ['bin', '\u0000\u00ff'],
            ]);
            expect(Object.fromEntries(all)).toMatchObject({
              'sluice.cause': cause,
              'sluice.gateway': name,
              'sluice.route': 'main',
              'sluice.topic': topic.name,
              'sluice.partition': '0',
              'sluice.offset': '1',
              'sluice.attempts': '1',
            });
          }),
        ),
      );
    },
  );
});
