import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosKafka, SentRecord } from './chaos-kafka';
import { ROUTES } from './route-names';

const TICK_MS = 200;
const RECORDS_A_KEY = 25;
const LEAST_KEYS = 4;
const MOST_KEYS = 80;

/** Plans so many records over all routes. Keys take turns, so that each of them comes again and again. */
export const plannedRecords = (records: number): readonly SentRecord[] => {
  const perRoute = records / ROUTES.length;
  const keys = Math.max(LEAST_KEYS, Math.min(MOST_KEYS, Math.round(perRoute / RECORDS_A_KEY)));
  return Array.from({ length: records }, (_, index) => ({
    route: ROUTES[index % ROUTES.length] ?? '',
    key: `key-${Math.floor(index / ROUTES.length) % keys}`,
  }));
};

/** Produces the records evenly over the time, or later if Kafka is away. */
export const produceOver = async (
  kafka: ChaosKafka,
  records: readonly SentRecord[],
  spanMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const startedAt = Date.now();
  for (let sent = 0; sent < records.length && !signal.aborted;) {
    const share = Math.min(1, (Date.now() - startedAt + TICK_MS) / spanMs);
    const due = Math.ceil(records.length * share);
    await kafka.produce(records.slice(sent, due));
    sent = due;
    await delay(TICK_MS, undefined, { signal });
  }
};
