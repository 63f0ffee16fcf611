import { type EffectRecorder } from '../../harness/effect-recorder';
import { GatewayProcess, withGateway, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { openTransactions } from '../../harness/open-transactions';
import { judgePublished, ONCE, publisherRecords, untilPublished } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 50, perKey: 30 };
/** What each process that is killed has to publish. */
const ROUND = { keys: 50, perKey: 12 };
const HALF = { ...LOAD, perKey: LOAD.perKey / 2 };
const TOTAL = LOAD.keys * LOAD.perKey;
/** A crash costs up to a quarter of a minute, until the server has missed a heartbeat. */
const TEST_MS = 400_000;

/** Two writers begin with one transaction each, without records; what is counted here comes after those. */
const POINTS = [
  { moment: 'before it sends', killAt: 'publish-send:4' },
  { moment: 'after it has sent and before it commits', killAt: 'publish-sent:3' },
  { moment: 'when the commit is on its way', killAt: 'publish-commit:6' },
  { moment: 'after the commit and before the workflow has its answer', killAt: 'publish-committed:6' },
  { moment: 'when the workflow has its answer and the writer does not know', killAt: 'publish-answered:5' },
  { moment: 'while it fences', killAt: 'publish-fence:2' },
  { moment: 'between fence and sequence', killAt: 'publish-fenced:1' },
] as const;

/** A writer asks nobody whom it writes for: one repeat would show that a route in lanes differs. */
const IN_LANES_TOO = 'publish-committed:6';

const world = (body: (topic: KafkaTopic, target: KafkaTopic, api: EffectRecorder) => Promise<void>): Promise<void> =>
  withWorld(async (world) => {
    const topic = await world.topic({ partitions: 4 });
    const target = await world.topic({ partitions: 3, prefix: 'published' });
    const api = await world.recorder();
    await body(topic, target, api);
  });

const expectOnce = async (target: KafkaTopic, load = LOAD): Promise<void> => {
  expect(judgePublished(await readCommitted(target), load)).toEqual(ONCE);
  expect(await openTransactions(target)).toBe(0);
};

const killed = async (options: GatewayProcessOptions, killAt: string): Promise<void> => {
  const doomed = await GatewayProcess.start({ ...options, killAt });
  try {
    expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  } finally {
    doomed.signal('SIGKILL');
  }
};

/** Handlers that keep state in a workflow per key, and a route without code in lanes. */
const shapeOf = (topic: KafkaTopic, target: KafkaTopic, lanes: number) =>
  ({
    name: uniqueName(),
    topics: [topic.name],
    lanes,
    kind: lanes === 0 ? 'publisher' : 'publish',
    publish: { to: target.name },
    outbox: {},
  }) as const;

describe.each([
  { hosting: 'handlers', lanes: 0, points: POINTS },
  { hosting: 'a publish route in lanes', lanes: 6, points: narrowed(POINTS, ({ killAt }) => killAt === IN_LANES_TOO) },
])('with $hosting', ({ lanes, points }) => {
  it(
    `I9: killed ${points.map(({ moment }) => moment).join(', ')}, every record is published once and in order`,
    async () => {
      await world(async (topic, target, api) => {
        const options = { shape: shapeOf(topic, target, lanes), apiUrl: api.url };
        // Each process that is killed repairs what the one before it has left. A record's seq tells whose it was.
        for (const [round, { killAt }] of points.entries()) {
          await topic.produce(publisherRecords({ ...ROUND, from: round * ROUND.perKey }, target.name));
          await killed(options, killAt);
        }
        const load = { ...ROUND, perKey: points.length * ROUND.perKey };
        await withGateway(options, () => untilPublished(target, load.keys * load.perKey));
        await expectOnce(target, load);
      });
    },
    TEST_MS,
  );
});

it(
  'I9: killed while a writer continues as new, every record is published once and in order',
  async () => {
    await world(async (topic, target, api) => {
      const options = { shape: shapeOf(topic, target, 0), apiUrl: api.url };
      await topic.produce(publisherRecords(HALF, target.name));
      // A gateway that drains hands over its writers: the next process is the first to see it, and continues them as new.
      await withGateway(options, () => untilPublished(target, 200));
      await topic.produce(publisherRecords({ ...HALF, from: HALF.perKey }, target.name));
      await killed(options, 'continue-as-new:1');
      await killed(options, 'continued-as-new:1');
      await withGateway(options, () => untilPublished(target, TOTAL));
      await expectOnce(target);
    });
  },
  TEST_MS,
);
