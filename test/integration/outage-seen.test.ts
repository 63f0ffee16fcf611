// An outage is seen from outside, and all that show it tell the same, whatever hosts the keys.
import { eventually } from '../../harness/eventually';
import { bodyOf } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { freePort } from '../../src/engines/free-port';
import { withCliWorld, type CliWorld } from '../support/gateway/cli-world';
import { withGateway } from '../support/gateway/gateway-process';
import { documentOf } from '../support/gateway/run-cli';

/** In each of the two routes. */
const KEYS = 20;
/** They agree within 5 s where commands start at once; here each of them takes a second or more to start. */
const WITHIN = { withinMs: 20_000 } as const;

interface Row {
  readonly status: string;
  readonly cause: string;
  readonly keys: number;
}

/** Keys that stand so, by cause. */
const byCause = (rows: readonly Row[], ...statuses: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, cause, keys } of rows) {
    if (statuses.includes(status)) counts[cause] = (counts[cause] ?? 0) + keys;
  }
  return counts;
};

const movingOf = (rows: readonly Row[]): number =>
  Object.values(byCause(rows, 'retrying', 'postponed')).reduce((sum, keys) => sum + keys, 0);

const SERIES = /^sluice_keys\{route="\w+",status="([\w-]+)",destination="api",cause="([\w:-]+)"\} (\d+)$/gm;

const scraped = async (port: number): Promise<readonly Row[]> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Array.from(text.matchAll(SERIES), ([, status = '', cause = '', keys]) => ({
    status,
    cause,
    keys: Number(keys),
  }));
};

interface Told {
  readonly keys: { readonly causes: readonly Row[] };
  readonly destinations: readonly unknown[];
}

const told = async ({ cli }: CliWorld): Promise<Told> => documentOf(await cli('status', '--json')) as Told;

const listed = async ({ cli }: CliWorld, ...filters: readonly string[]): Promise<number> => {
  const page = documentOf(await cli('keys', 'list', '-r', 'laned', ...filters, '--json')) as {
    keys: readonly unknown[];
  };
  return page.keys.length;
};

const matched = async ({ cli }: CliWorld): Promise<number> => {
  const answer = await cli('keys', 'retry', '--all', '--destination', 'api', '--dry-run', '--json');
  return (documentOf(answer) as { readonly matched: number }).matched;
};

test('An API that is down is told alike by status, lists, metrics and log, and so is its return; parked keys are told apart by cause.', async () => {
  const port = await freePort();
  const breaker = { minimumCalls: 5, window: '5s', openFor: '4s' } as const;
  const other = uniqueName();
  const beside = { laned: { topics: [other], groupId: other, lanes: 3 } };
  await withCliWorld({ destination: { breaker }, beside }, async (world) => {
    const { api, topic, shape, cli, also } = world;
    const laned = await also.topic({ partitions: 2, name: other });
    let refused: readonly number[] = [409, 422];
    let down = false;
    api.react = (call) => {
      if (down) return { status: 503 };
      const { key, seq } = bodyOf(call);
      const status = seq === 0 ? [409, 422][Number(key.slice(4)) % 10] : undefined;
      return { status: status !== undefined && refused.includes(status) ? status : 200 };
    };
    const produce = async (seq: number): Promise<void> => {
      const keys = Array.from({ length: KEYS }, (_, index) => `key-${index}`);
      const records = keys.map((key) => ({ key, value: JSON.stringify({ key, seq }) }));
      await Promise.all([topic.produce(records), laned.produce(records)]);
    };
    await produce(0);
    await withGateway({ shape, apiUrl: api.url, env: { SLUICE_METRICS_LISTEN: String(port) } }, async (gateway) => {
      // Two causes at one destination.
      const parked = { 'http-status:409': 4, 'http-status:422': 4 };
      await eventually(async () => {
        expect(byCause(await scraped(port), 'parked')).toEqual(parked);
      });
      const text = await cli('status');
      expect(text.stdout).toMatch(/^ {2}8 parked at api: 4 http-status:4\d\d for \w.*, 4 http-status:4\d\d for \w/m);
      expect(text.stdout).toContain('sluice keys retry --all -s parked --destination api --error http-status:409');
      const errors = ['http-status:409', 'http-status'];
      expect(await Promise.all(errors.map((error) => listed(world, '--error', error)))).toEqual([2, 4]);

      // One cause is mended, and the other stays.
      refused = [422];
      const mended = await cli(
        'keys',
        'retry',
        '--all',
        '-s',
        'parked',
        '--error',
        'http-status:409',
        '--yes',
        '--json',
      );
      expect(documentOf(mended)).toMatchObject({ matched: 4, done: 4 });
      await eventually(async () => {
        expect(byCause(await scraped(port), 'parked')).toEqual({ 'http-status:422': 4 });
      }, WITHIN);

      // The API goes down for all: 36 keys go on by themselves later, and four wait for somebody as before.
      down = true;
      await produce(1);
      await eventually(() => {
        expect(gateway.output).toContain('the circuit breaker is open');
      });
      await eventually(async () => {
        const { keys, destinations } = await told(world);
        expect(destinations).toMatchObject([{ destination: 'api', parked: 4, waits: [{ reason: 'breaker-open' }] }]);
        const numbers = [
          movingOf(keys.causes),
          await listed(world, '-s', 'retrying', '--destination', 'api'),
          await matched(world),
          movingOf(await scraped(port)),
        ];
        expect(numbers).toEqual([36, 18, 40, 36]);
      }, WITHIN);

      // And back.
      down = false;
      await eventually(() => {
        expect(gateway.output).toContain('the circuit breaker is closed');
      });
      await eventually(async () => {
        const left = { 'http-status:422': 4 };
        const rows = await scraped(port);
        expect([byCause(rows, 'parked'), movingOf(rows)]).toEqual([left, 0]);
      }, WITHIN);
      const { keys } = await told(world);
      expect([byCause(keys.causes, 'parked'), movingOf(keys.causes)]).toEqual([{ 'http-status:422': 4 }, 0]);
    });
  });
});
