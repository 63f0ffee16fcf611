import { eventually } from '../../harness/eventually';
import type { KafkaTopic, TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { ANY_TIME, hostileRecord, NO_DATE } from '../support/scenarios/hostile-records';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { WIDE } from '../support/width';
import { withWorld } from '../support/gateway/world';

const SIZE = WIDE ? { hostile: 10_000, good: 1_000, withinMs: 900_000 } : { hostile: 300, good: 100, withinMs: 60_000 };
const GOOD_KEYS = 20;
const AT_ONCE = 20;
/** Two waits for the good records and two for the offsets, which the limit of all suites has no room for if WIDE. */
const LIMIT_MS = 2 * SIZE.withinMs + 300_000;

const goodText = (route: string, index: number): string =>
  ` {"route":"${route}",  "key":"good-${index % GOOD_KEYS}", "seq":${index}, "wei":100000000000000000${index % 10}, "d":1.10}`;

/** Good records spread among hostile ones, so that each partition has both all the time. */
const mixed = (route: string): readonly TopicRecord[] => {
  const { hostile, good } = SIZE;
  const places = Array.from({ length: hostile + good }, (_, place) => Math.floor((place * good) / (hostile + good)));
  return places.map((index, place) =>
    place === 0 || places[place - 1] !== index
      ? { key: `good-${index % GOOD_KEYS}`, value: goodText(route, index) }
      : hostileRecord(place - index),
  );
};

const produce = async (topic: KafkaTopic, records: readonly TopicRecord[]): Promise<void> => {
  for (let from = 0; from < records.length; from += AT_ONCE) await topic.produce(records.slice(from, from + AT_ONCE));
};

it(
  'I10, I12: hostile records neither hold up nor change the good ones among them, in both shapes',
  async () => {
    await withWorld(async (world) => {
      const [keyed, laned] = await Promise.all(
        ['keyed', 'laned'].map(() => world.topic({ partitions: 2, config: ANY_TIME })),
      );
      if (!keyed || !laned) throw new Error('no topics');
      const api = await world.recorder();
      const beside = { laned: { topics: [laned.name], lanes: 4 } };
      const shape = {
        name: uniqueName(),
        topics: [keyed.name],
        route: 'keyed',
        lanes: 0,
        kind: 'deliver',
        beside,
      } as const;
      const sent = { keyed: mixed('keyed'), laned: mixed('laned') };
      const gateway = await world.gateway({ shape, apiUrl: api.url });
      await Promise.all([produce(keyed, sent.keyed), produce(laned, sent.laned)]);

      const produced = new Set(
        [...sent.keyed, ...sent.laned].map(({ value }) => Buffer.from(value ?? '').toString('base64')),
      );
      const good = (route: string): readonly string[] =>
        api.effects.map(({ body }) => body.toString()).filter((text) => text.includes(`"route":"${route}"`));
      for (const route of ['keyed', 'laned']) {
        await eventually(
          () => {
            expect(good(route)).toHaveLength(SIZE.good);
          },
          { withinMs: SIZE.withinMs },
        );
        for (let key = 0; key < GOOD_KEYS; key += 1) {
          const ofKey = good(route).filter((text) => text.includes(`"good-${key}"`));
          const expected = Array.from({ length: SIZE.good }, (_, index) => index).filter(
            (index) => index % GOOD_KEYS === key,
          );
          expect(ofKey).toEqual(expected.map((index) => goodText(route, index)));
        }
      }
      // A receiver got what was produced, also from hostile records that are fit to be sent.
      expect(api.calls.filter(({ body }) => !produced.has(body.toString('base64')))).toEqual([]);
      // All of them were taken in, and nothing failed but their own keys.
      for (const [route, topic] of Object.entries({ keyed, laned })) {
        const ends = await topic.endOffsets();
        await eventually(
          async () => {
            expect(await topic.committedOffsets(`${shape.name}.${route}`)).toEqual(ends);
          },
          { withinMs: SIZE.withinMs },
        );
      }
      const { routes, kafkaProblem, temporalProblem } = documentOf(
        await runCli(['status', '--json'], { shape, apiUrl: api.url }),
      ) as Record<string, unknown>;
      expect({ routes, kafkaProblem, temporalProblem }).toMatchObject({
        routes: [{ real: 'running' }, { real: 'running' }],
        kafkaProblem: undefined,
        temporalProblem: undefined,
      });
      await gateway.stop();
      expect((await gateway.exited).code).toBe(0);
    });
  },
  LIMIT_MS,
);

it('I10, I12: a record whose time no date can hold hides nothing from an operator', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1, config: ANY_TIME });
    const api = await world.recorder();
    api.react = () => ({ status: 422 });
    const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'deliver' } as const;
    const cli = (...args: readonly string[]): ReturnType<typeof runCli> => runCli(args, { shape, apiUrl: api.url });
    await topic.produce([{ key: 'late', value: '{}', timestamp: NO_DATE }]);
    const unread = await cli('status', '--json');
    expect(documentOf(unread)).toMatchObject({ routes: [{ oldestUnfinished: { time: null, ageMs: 0 } }] });
    expect((await cli('status')).stdout).toContain('main');

    const gateway = await world.gateway({ shape, apiUrl: api.url });
    await eventually(async () => {
      expect(documentOf(await cli('status', '--json'))).toMatchObject({
        routes: [{ parked: 1, oldestUnfinished: { time: null } }],
      });
    });
    const shown = await cli('keys', 'show', '-r', 'main', '-k', 'late', '--record');
    expect(shown.stdout).toContain('at a time that no date has');
    await gateway.stop();
  });
});
