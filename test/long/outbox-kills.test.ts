import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { openTransactions } from '../../harness/open-transactions';
import { judgePublished, ONCE, publisherRecords, untilPublished } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 100, perKey: 200 };
const TOTAL = LOAD.keys * LOAD.perKey;
const VICTIMS = ['gateway', 'worker', 'temporal', 'kafka'] as const;
const KILLS = 2 * VICTIMS.length;
/** Who is killed when is by chance; this makes it the same chance in every run. */
const SEED = 7;
const WITHIN_MS = 240_000;

/** Random numbers from 0 to 1 that are the same in every run. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Returns each of them twice, in an order of chance. */
const victims = (random: () => number): readonly (typeof VICTIMS)[number][] =>
  [...VICTIMS, ...VICTIMS]
    .map((victim) => ({ victim, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ victim }) => victim);

/** Offsets count markers and aborted records, too: good enough to choose a moment. */
const untilWritten = (target: KafkaTopic, offsets: bigint): Promise<void> =>
  eventually(
    async () => {
      const written = (await target.endOffsets()).reduce((sum, end) => sum + end, 0n);
      if (written < offsets) throw new Error(`${written} offsets of ${offsets}`);
    },
    { withinMs: WITHIN_MS, everyMs: 25 },
  );

/** What runs: it is started again after a kill, and killed at the end whatever happens. */
class Processes {
  private readonly running = new Map<'gateway' | 'worker', GatewayProcess>();

  constructor(private readonly options: GatewayProcessOptions) {}

  async start(which: 'gateway' | 'worker'): Promise<void> {
    const command = which === 'gateway' ? 'run' : 'worker';
    this.running.set(which, await GatewayProcess.start({ ...this.options, command }));
  }

  async kill(which: 'gateway' | 'worker'): Promise<void> {
    await this.running.get(which)?.kill();
  }

  async killAll(): Promise<void> {
    await Promise.all(Array.from(this.running.values(), (process) => process.kill()));
  }
}

it('I9: 20,000 published records survive kills of gateway, worker, Temporal and broker at moments of chance', async () => {
  const random = randomFrom(SEED);
  await withWorld(async (world) => {
    const kafka = await world.kafka();
    const temporal = await world.temporal();
    const topic = await world.topic({ partitions: 4, brokers: kafka.address });
    const target = await world.topic({ partitions: 4, prefix: 'published', brokers: kafka.address });
    const processes = new Processes({
      // The route has lanes: a new workflow for each key would keep a busy machine from the kills for minutes.
      shape: {
        name: uniqueName(),
        topics: [topic.name],
        lanes: 6,
        kind: 'publish',
        publish: { to: target.name },
        outbox: {},
      },
      apiUrl: 'http://127.0.0.1:9',
      brokers: kafka.address,
      temporal: temporal.address,
    });
    const records = publisherRecords(LOAD, target.name);
    for (let at = 0; at < TOTAL; at += 2_000) await topic.produce(records.slice(at, at + 2_000));
    const startedAt = performance.now();
    const say = (text: string): void => {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      process.stderr.write(`outbox-kills ${seconds} s: ${text}\n`);
    };
    try {
      await Promise.all([processes.start('gateway'), processes.start('worker')]);
      for (const [index, victim] of victims(random).entries()) {
        await untilWritten(target, BigInt(Math.floor((TOTAL * (index + random())) / (KILLS + 1))));
        say(`${victim} is killed`);
        if (victim === 'gateway' || victim === 'worker') {
          await processes.kill(victim);
          await processes.start(victim);
        } else {
          const engine = victim === 'kafka' ? kafka : temporal;
          await engine.kill();
          await delay(random() * 3_000);
          await engine.restart();
        }
      }
      say('the last has been killed');
      await untilPublished(target, TOTAL);
      say('everything is published');
    } finally {
      await processes.killAll();
    }
    expect(judgePublished(await readCommitted(target), LOAD)).toEqual(ONCE);
    expect(await openTransactions(target)).toBe(0);
  });
}, 900_000);
