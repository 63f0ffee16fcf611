import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedCall } from '../harness/effect-recorder';
import { defined } from '../src/model/defined';
import { keyedRecords, type EffectBody, type KeyedRecords } from '../harness/keyed-records';
import type { KafkaTopic, TopicRecord } from '../harness/kafka-topic';

const PER_REQUEST = 1_000;
const LOOK_EVERY_MS = 25;

/** A record whose value says when it was produced. */
const stamped = (body: EffectBody, sentAt: number, partition?: number): TopicRecord => ({
  ...defined({ partition }),
  key: body.key,
  value: JSON.stringify({ ...body, sentAt }),
});

/** Produces records as fast as the broker takes them. `partition`: default by key. */
export const produceAll = async (
  topic: KafkaTopic,
  bodies: readonly EffectBody[],
  partition?: number,
): Promise<void> => {
  for (let at = 0; at < bodies.length; at += PER_REQUEST) {
    const sentAt = Date.now();
    await topic.produce(bodies.slice(at, at + PER_REQUEST).map((body) => stamped(body, sentAt, partition)));
  }
};

/** Produces records one by one. One that comes late, because the broker was slow, does not make the others come late. */
export const produceSteadily = async (
  topic: KafkaTopic,
  bodies: readonly EffectBody[],
  perSecond: number,
): Promise<void> => {
  const began = performance.now();
  for (const [index, body] of bodies.entries()) {
    const early = began + (index * 1_000) / perSecond - performance.now();
    if (early > 0) await delay(early);
    await topic.produce([stamped(body, Date.now())]);
  }
};

export const produceLoad = (topic: KafkaTopic, load: KeyedRecords): Promise<void> =>
  produceAll(
    topic,
    keyedRecords(load).map(({ value }) => JSON.parse(String(value)) as EffectBody),
  );

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

/** When the record of a call was produced, in milliseconds since the Unix epoch. */
export const sentAtOf = (call: Pick<RecordedCall, 'body'>): number =>
  (JSON.parse(call.body.toString()) as { readonly sentAt: number }).sentAt;

/** Milliseconds from produced to called, for each call. */
export const latencyOf = (call: Pick<RecordedCall, 'body' | 'startedAt'>): number => call.startedAt - sentAtOf(call);

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
};
