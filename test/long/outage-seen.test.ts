// The outage of an API at full size: two minutes, 2,000 records, 40 parked keys of two causes. What `npm test` has of it
// is test/integration/outage-seen.
import { bodyOf } from '../../harness/keyed-records';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { freePort } from '../../src/engines/free-port';
import { openCliWorld } from '../support/gateway/cli-world';
import { openConsole } from '../support/gateway/console-process';
import { documentOf } from '../support/gateway/run-cli';
import { withWorld } from '../support/gateway/world';
import {
  commandReaders,
  delaysOf,
  servedReaders,
  type Delays,
  type Picture,
} from '../support/scenarios/outage-readers';

/** Of each of the two routes: one has a workflow per key, the other lanes. */
const KEYS = 200;
const PARKED_OF_EACH = 10;
const RECORDS_PER_KEY = 5;
const DOWN_MS = 120_000;
const AGREE_WITHIN_MS = 5_000;
const NEVER_MS = 240_000;
const CAUSES = [409, 422] as const;
const ROUTES = ['main', 'laned'];

const parkedBy = (left: number): Readonly<Record<string, number>> => ({
  ...(left === 1 ? {} : { 'http-status:409': 2 * PARKED_OF_EACH }),
  'http-status:422': 2 * PARKED_OF_EACH,
});

/** Stages and readers that took longer. */
const lateOf = (told: ReadonlyMap<string, Delays>): readonly string[] =>
  Array.from(told).flatMap(([stage, delays]) =>
    Object.entries(delays).flatMap(([reader, delay]) =>
      delay > AGREE_WITHIN_MS ? [`${stage}: ${reader} was wrong for ${delay} ms after the first one was right`] : [],
    ),
  );

test('I4, I10: during an outage of two minutes with 2,000 records, status, lists, dry runs, metrics and console agree within 5 s on what is wrong, and again when it is over; 40 parked keys are mended by cause', async () => {
  await withWorld(async (world) => {
    const name = uniqueName();
    const beside = { laned: { topics: [name], groupId: name, lanes: 8 } };
    const cliWorld = await openCliWorld(world, { destination: { breaker: {} }, beside });
    const { api, topic, shape, cli } = cliWorld;
    const laned = await world.topic({ partitions: 4, name });
    let refused: readonly number[] = CAUSES;
    let down = false;
    api.react = (call) => {
      if (down) return { status: 503 };
      const { key, seq } = bodyOf(call);
      const status = seq === 0 ? CAUSES[Math.floor(Number(key.slice(4)) / PARKED_OF_EACH)] : undefined;
      return { status: status !== undefined && refused.includes(status) ? status : 200 };
    };
    const produce = async (seq: number): Promise<void> => {
      const keys = Array.from({ length: KEYS }, (_, index) => `key-${index}`);
      const records = keys.map((key) => ({ key, value: JSON.stringify({ key, seq }) }));
      await Promise.all([topic.produce(records), laned.produce(records)]);
    };
    const port = await freePort();
    const env = { SLUICE_METRICS_LISTEN: String(port) };
    const gateway = await world.gateway({ shape, apiUrl: api.url, env });
    const console = await openConsole(world, { shape, apiUrl: api.url, env });
    const told = new Map<string, Delays>();
    let parkedKeys = 4 * PARKED_OF_EACH;
    const readers = { ...servedReaders(port, console), ...commandReaders(cliWorld, ROUTES, () => parkedKeys) };
    const follow = async (stage: string, truth: Picture, begun: Promise<unknown>): Promise<void> => {
      told.set(stage, await delaysOf(readers, truth, begun, { withinMs: NEVER_MS, times: 3 }));
      process.stderr.write(`${stage}: ${JSON.stringify(told.get(stage))}\n`);
    };
    const counted = async (metric: string): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const values = Array.from(text.matchAll(/^(\w+)\{[^}]*\} (\d+)$/gm), ([, found, value]) =>
        found === metric ? Number(value) : 0,
      );
      return values.reduce((sum, value) => sum + value, 0);
    };

    // Forty keys park, of two causes.
    await produce(0);
    const parked = eventually(() => {
      expect(new Set(api.calls.map((call) => `${call.path} ${call.idempotencyKey}`)).size).toBe(2 * KEYS);
    });
    await follow('parked', { moving: 0, parked: parkedBy(2), waits: [] }, parked);

    // The API is down while 2,000 records come.
    down = true;
    for (let seq = 1; seq <= RECORDS_PER_KEY; seq += 1) await produce(seq);
    const downAt = Date.now();
    const allKnow = eventually(async () => {
      expect(gateway.output).toContain('the circuit breaker is open');
      // A workflow task that is repeated tells again of what it has accepted.
      const accepted = await counted('sluice_records_accepted_total');
      expect(accepted).toBeGreaterThanOrEqual(2 * KEYS * (RECORDS_PER_KEY + 1));
    });
    const moving = 2 * KEYS - parkedKeys;
    await follow('down', { moving, parked: parkedBy(2), waits: ['breaker-open'] }, allKnow);
    await follow(
      'still down',
      { moving, parked: parkedBy(2), waits: ['breaker-open'] },
      eventually(
        () => {
          expect(Date.now() - downAt).toBeGreaterThan(DOWN_MS);
        },
        { withinMs: 2 * DOWN_MS },
      ),
    );

    // It is back, and what waited is done.
    down = false;
    const done = eventually(() => {
      expect(api.effects).toHaveLength(moving * (RECORDS_PER_KEY + 1));
    });
    await follow('back', { moving: 0, parked: parkedBy(2), waits: [] }, done);
    expect(gateway.output).toContain('the circuit breaker is closed');

    // One cause is mended, and the other stays.
    refused = [422];
    parkedKeys = 2 * PARKED_OF_EACH;
    const retry = ['keys', 'retry', '--all', '-s', 'parked', '--error', 'http-status:409', '--yes', '--json'];
    expect(documentOf(await cli(...retry))).toMatchObject({ matched: 2 * PARKED_OF_EACH, done: 2 * PARKED_OF_EACH });
    const mended = eventually(() => {
      expect(api.effects).toHaveLength((moving + 2 * PARKED_OF_EACH) * (RECORDS_PER_KEY + 1));
    });
    await follow('mended', { moving: 0, parked: parkedBy(1), waits: [] }, mended);
    expect(lateOf(told)).toEqual([]);
  });
}, 900_000);
