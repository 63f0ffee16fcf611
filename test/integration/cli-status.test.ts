import { withCliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf, keyedRecords } from '../../harness/keyed-records';
import { documentOf, runCli } from '../support/gateway/run-cli';

const LOAD = { keys: 4, perKey: 5 };
const TOTAL = LOAD.keys * LOAD.perKey;
const NOWHERE = '127.0.0.1:1';
const HOUR_MS = 3_600_000;

test('Status tells a running, a stopped and a half broken gateway apart, and how old the oldest unfinished record is.', async () => {
  await withCliWorld({}, async ({ topic, api, shape, cli }) => {
    api.react = (call) => ({ status: bodyOf(call).key === 'key-1' ? 422 : 200 });
    const hourOld = keyedRecords({ keys: 2, perKey: 1 }).map((record) => ({
      ...record,
      timestamp: Date.now() - HOUR_MS,
    }));
    await topic.produce(hourOld);
    await topic.produce(keyedRecords({ ...LOAD, from: 1 }));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        const { routes, workers } = documentOf(await cli('status', '--json')) as {
          readonly workers: number;
          readonly routes: readonly { readonly oldestUnfinished: { readonly ageMs: number } | null }[];
        };
        expect(workers).toBeGreaterThanOrEqual(1);
        expect(routes).toMatchObject([
          {
            desired: 'running',
            real: 'running',
            replay: null,
            parked: 1,
            waiting: { records: LOAD.perKey + 1, complete: true },
            kafka: { groupMembers: 1 },
          },
        ]);
        // The parked key's head, which is read already.
        expect(routes[0]?.oldestUnfinished?.ageMs).toBeGreaterThanOrEqual(HOUR_MS);
      });
      const text = await cli('status');
      expect(text.stdout).toContain('state      running, desired running');
      expect(text.stdout).toMatch(/unfinished record is 1h/);

      const noKafka = await runCli(['status', '--json'], { shape, env: { KAFKA_BROKERS: NOWHERE } });
      expect(noKafka.code).toBe(1);
      expect(documentOf(noKafka)).toMatchObject({
        ok: false,
        kafkaProblem: expect.stringContaining(NOWHERE) as string,
        routes: [{ desired: 'running', real: null, running: 4, parked: 1, kafka: null, oldestUnfinished: null }],
      });
    });
    await topic.produce(keyedRecords({ keys: 1, perKey: 3, from: 6 }));
    const stopped = await cli('status', '--json');
    expect(stopped.code).toBe(0);
    expect(documentOf(stopped)).toMatchObject({
      routes: [{ desired: 'running', real: 'stopped', kafka: { groupMembers: 0, topics: [{ lag: '3' }] } }],
    });
    const noTemporal = await runCli(['status', '--json'], { shape, env: { TEMPORAL_ADDRESS: NOWHERE } });
    expect(noTemporal.code).toBe(4);
    expect(documentOf(noTemporal)).toMatchObject({
      ok: false,
      temporalProblem: expect.stringContaining(NOWHERE) as string,
      workers: null,
      routes: [
        {
          desired: null,
          real: null,
          kafka: { groupState: 'Empty' },
          oldestUnfinished: { time: expect.any(String) as string },
        },
      ],
    });
    expect(api.effects).toHaveLength(TOTAL - LOAD.perKey + 1);
  });
});
