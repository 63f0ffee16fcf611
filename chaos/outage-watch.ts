import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosKafka } from './chaos-kafka';
import type { OutageFact } from './facts';
import { ROUTES } from './route-names';

const SAMPLE_MS = 4_000;

/** Watches outages of Temporal: what is committed by the end of one must have been produced before it began. */
export class OutageWatch {
  readonly facts: OutageFact[] = [];

  constructor(private readonly kafka: ChaosKafka) {}

  /** Samples offsets before and after. If Kafka does not answer in time, there is no such fact. */
  async during(lastsMs: number): Promise<void> {
    const { kafka } = this;
    const generations = { ...kafka.generations };
    const before = await sampled(Promise.all(ROUTES.map((route) => kafka.ends(route))));
    await delay(lastsMs);
    const after = await sampled(Promise.all(ROUTES.map((route) => kafka.offsets(route))));
    if (before === undefined || after === undefined) return;
    for (const [index, route] of ROUTES.entries()) {
      const generation = kafka.generationOf(route);
      // If the topic was made again meanwhile, the two offsets have nothing to do with each other.
      if (generation !== generations[route]) continue;
      for (const { partition, committed } of after[index] ?? []) {
        const end = before[index]?.find((known) => known.partition === partition)?.end ?? '0';
        this.facts.push({ route, generation, partition, endBefore: end, committedAfter: committed });
      }
    }
  }
}

const sampled = <T>(work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work.catch(() => undefined), delay(SAMPLE_MS, undefined)]);
