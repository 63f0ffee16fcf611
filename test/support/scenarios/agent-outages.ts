import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import { polledSeqs, upTo } from './polled-items';
import { sequenceSource } from './sequence-source';
import { uniqueName } from '../../../harness/unique-name';
import { withWorld } from '../gateway/world';

const ITEMS = 400;
const REPEATED = 10;
const WITHIN_MS = 240_000;

/** An agent whose source, then the broker, then Temporal is away for this long goes on without a gap or a repeat. */
export const agentOutages = async (awayMs: number): Promise<void> => {
  await withWorld(async (world) => {
    const kafka = await world.kafka();
    const temporal = await world.temporal();
    const target = await world.topic({ partitions: 3, prefix: 'polled', brokers: kafka.address });
    const api = await world.recorder();

    const source = sequenceSource(api, 0);
    source.repeat = REPEATED;
    let cursor = 0;
    let refused = 0;
    let broken = false;
    source.fault = (_agent, after) => {
      cursor = after;
      if (!broken) return undefined;
      refused += 1;
      return { status: 503 };
    };
    // An agent asks for what comes after an item only when Kafka has that item.
    const until = (after: number): Promise<void> =>
      eventually(
        () => {
          expect(cursor).toBeGreaterThanOrEqual(after);
        },
        { withinMs: WITHIN_MS, everyMs: 5 },
      );
    const outage = async (begin: () => Promise<unknown>, end: () => Promise<unknown>): Promise<void> => {
      const before = source.size;
      source.size += ITEMS;
      // The agent is in the midst of its pages.
      await until(before + 60);
      await begin();
      await delay(awayMs);
      expect(cursor).toBeLessThan(source.size);
      await end();
      await until(source.size);
    };
    const shape = { name: uniqueName(), kind: 'agents', topic: target.name, agent: {} } as const;
    const engines = { brokers: kafka.address, temporal: temporal.address };
    await withGateway({ config: 'agents', shape, apiUrl: api.url, ...engines }, async () => {
      const breaks = (now: boolean) => (): Promise<void> => {
        broken = now;
        return Promise.resolve();
      };
      await outage(breaks(true), breaks(false));
      expect(refused).toBeGreaterThan(1);
      await outage(
        () => kafka.kill(),
        () => kafka.restart(),
      );
      await outage(
        () => temporal.kill(),
        () => temporal.restart(),
      );
    });
    expect(await polledSeqs(target)).toEqual(upTo(3 * ITEMS));
  });
};
