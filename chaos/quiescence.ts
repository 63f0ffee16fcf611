import { setTimeout as delay } from 'node:timers/promises';
import { checkEffects } from './check-effects';
import { checkEnd } from './check-end';
import type { Facts, OffsetFact, RecordFact } from './facts';
import { readCalls } from './gather-facts';
import { PUBLISHED_TOPIC, PUBLISHING, ROUTES } from './route-names';
import { isGone } from './record-place';
import type { World } from './world';

const LOOK_EVERY_MS = 1_000;

export const readOffsets = async ({ kafka }: World): Promise<readonly OffsetFact[]> =>
  (await Promise.all(ROUTES.map((route) => kafka.offsets(route)))).flat();

const problem = async (world: World, records: readonly RecordFact[]): Promise<string | undefined> => {
  const { generations } = world.kafka;
  const without: Pick<Facts, 'outages' | 'processes' | 'leftOver'> = { outages: [], processes: [], leftOver: [] };
  const effects = checkEffects({ faults: [], records, generations, calls: readCalls(world) });
  const lost = effects.filter(({ kind }) => kind === 'lost').length;
  if (lost > 0) return `${lost} records without an effect`;
  const behind = checkEnd({ ...without, records, generations, offsets: await readOffsets(world) })[0];
  if (behind !== undefined) return `not committed: ${behind.what}`;
  const ends = await world.kafka.ends(PUBLISHED_TOPIC);
  const written = ends.reduce((sum, { end }) => sum + Number(end), 0);
  const publishes = (record: RecordFact): boolean => (PUBLISHING as readonly string[]).includes(record.route);
  const due = records.filter((record) => publishes(record) && !isGone({ generations }, record)).length;
  if (written < due) return `${written} of ${due} published`;
  const waiting = await world.waitingRecords();
  return waiting === 0 ? undefined : `${waiting === undefined ? 'unknown' : String(waiting)} records in workflows`;
};

/**
 * Waits until nothing is left to do, by facts from outside and by what the gateway says. As long as something is left,
 * it calls `help`, for what an operator would do. Returns what is left when the time is over.
 */
export const untilQuiet = async (
  world: World,
  records: readonly RecordFact[],
  withinMs: number,
  signal: AbortSignal,
  help: () => Promise<void>,
): Promise<string | undefined> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const left = await problem(world, records).catch((error: unknown) => `no answer: ${String(error)}`);
    if (left === undefined || performance.now() > deadline) return left;
    await help();
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
};
