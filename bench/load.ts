import type { KafkaTopic } from '../harness/kafka-topic';
import { keyedRecords, type KeyedRecords } from '../harness/keyed-records';
import type { RecordedCall } from '../harness/effect-recorder';
import { setTimeout as delay } from 'node:timers/promises';

const PER_REQUEST = 1_000;
const LOOK_EVERY_MS = 25;

/** Makes records whose value says when they were produced. A `prefix` gives them other keys than those without. */
export const produceLoad = async (topic: KafkaTopic, load: KeyedRecords, prefix = ''): Promise<void> => {
  const records = keyedRecords(load);
  for (let at = 0; at < records.length; at += PER_REQUEST) {
    const sentAt = Date.now();
    const some = records.slice(at, at + PER_REQUEST).map(({ key, value }) => ({
      key: prefix + String(key),
      value: JSON.stringify({ ...(JSON.parse(String(value)) as object), sentAt }),
    }));
    await topic.produce(some);
  }
};

/** Waits for so many effects in all. Returns false if the time is over before. */
export const untilEffects = async (
  api: { readonly effects: { readonly length: number } },
  count: number,
  withinMs: number,
): Promise<boolean> => {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (api.effects.length >= count) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
};

/** Milliseconds from produced to called, for each call. */
export const latencyOf = (call: Pick<RecordedCall, 'body' | 'startedAt'>): number =>
  call.startedAt - (JSON.parse(call.body.toString()) as { readonly sentAt: number }).sentAt;

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
};
