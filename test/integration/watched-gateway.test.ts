// What monitoring and orchestrators see of a gateway: /metrics, /healthz, /readyz.
import { freePort } from '../../src/engines/free-port';
import { KafkaTopic } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { METRICS } from '../../src/telemetry/metric-table';
import { eventually } from '../../harness/eventually';
import { bodyOf, keyedRecords } from '../../harness/keyed-records';
import { withCliWorld } from '../support/gateway/cli-world';
import { openConsole } from '../support/gateway/console-process';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { runCli } from '../support/gateway/run-cli';

const LOAD = { keys: 6, perKey: 5 };
const TOTAL = LOAD.keys * LOAD.perKey;
const CANARY = 'canary-5f1c';

/** Values of a metric by its labels, as the text has them; '' without labels. */
const valuesOf = (text: string, name: string): Record<string, number> =>
  Object.fromEntries(
    Array.from(text.matchAll(new RegExp(`^${name}(?:\\{([^}]*)\\})? (.+)$`, 'gm')), ([, labels = '', value]) => [
      labels,
      Number(value),
    ]),
  );

/** Lines of the log with this message. */
const logged = ({ output }: GatewayProcess, message: string): readonly unknown[] =>
  output
    .split('\n')
    .filter((line) => line.includes(message))
    .map((line) => JSON.parse(line) as unknown);

test('A gateway serves what its bridge, its calls and its engines do, and whether it works; a record or a key is in none of it.', async () => {
  const deadLetterTopic = uniqueName();
  const shown = { kind: 'handler', onTerminal: { handler: 'dead-letter' }, deadLetterTopic } as const;
  await withCliWorld(shown, async ({ topic, api, shape, also }) => {
    const letters = await KafkaTopic.create({ name: deadLetterTopic });
    // The test deletes it, unless it fails before.
    also.atEnd(() => letters.delete().catch(() => undefined));
    const port = await freePort();
    const at = `http://127.0.0.1:${port}`;
    const env = { SLUICE_METRICS_LISTEN: String(port) };
    const scrape = async (): Promise<string> => (await fetch(`${at}/metrics`)).text();
    api.react = (call) => ({
      status: bodyOf(call).key === 'key-1' ? 422 : 200,
      body: JSON.stringify({ say: CANARY }),
    });
    await topic.produce(keyedRecords(LOAD));
    await withGateway({ shape, apiUrl: api.url, env }, async (gateway) => {
      await eventually(async () => {
        const text = await scrape();
        expect(valuesOf(text, 'sluice_records_durable_total')).toEqual({ 'route="main"': TOTAL });
        expect(valuesOf(text, 'sluice_calls_total')).toMatchObject({
          'destination="api",outcome="2xx"': TOTAL - LOAD.perKey,
          'destination="api",outcome="422"': 1,
        });
        expect(valuesOf(text, 'sluice_records_accepted_total')).toEqual({ 'route="main"': TOTAL });
        expect(valuesOf(text, 'sluice_records_settled_total')).toEqual({ 'route="main"': TOTAL - LOAD.perKey });
        expect(valuesOf(text, 'sluice_records_pending')).toEqual({ 'route="main"': 0 });
        const lags = Object.values(valuesOf(text, 'sluice_partition_lag'));
        expect(lags.length).toBeGreaterThan(0);
        expect(valuesOf(text, 'sluice_route_state')['route="main",state="running"']).toBe(1);
      });
      const text = await scrape();
      expect(text).toMatch(/^temporal_\w+\{/m);
      expect(text).not.toContain('key-1');
      expect(text).not.toContain(CANARY);
      expect(logged(gateway, 'a key is parked')).toMatchObject([
        { level: 'warn', route: 'main', destination: 'api', cause: 'http-status:422', key: 'key-1', attempts: 1 },
      ]);
      const { get, act, output } = await openConsole(also, { shape, apiUrl: api.url, env });
      expect(await get('/api/overview')).toMatchObject({
        problems: [],
        routes: [{ route: 'main', desired: 'running', real: 'running', lag: '0', parked: 1 }],
        destinations: [{ destination: 'api', parked: 1, calls: { breakerOpen: false } }, { destination: 'other' }],
        groups: { rows: [{ status: 'parked', destination: 'api', cause: 'http-status:422', keys: 1 }] },
      });
      const row = { name: 'key-1', status: 'parked', cause: 'http-status:422', destination: 'api' };
      expect(await get('/api/keys?route=main')).toMatchObject({ keys: [row], unanswered: 0 });
      const key = await get('/api/key?route=main&key=key-1');
      expect(key).toMatchObject({ key: row, effects: [{ result: 'failed http-status 422' }], doubts: [] });
      expect(JSON.stringify(key)).not.toContain(CANARY);
      const { address, offset } = key as { readonly address: { readonly chain: string }; readonly offset: string };
      const record = await get(`/api/key/record?route=main&chain=${address.chain}`);
      expect(JSON.stringify(record)).toContain(CANARY);

      const action = { verb: 'skip', key: address, offset };
      const plan = (await act({ action })) as { readonly confirm: string };
      expect(plan).toMatchObject({ matched: 1, warnings: [] });
      expect(await get('/api/key?route=main&key=key-1')).toMatchObject({ offset });
      expect(await act({ action, confirm: plan.confirm })).toMatchObject({ ok: true });
      await eventually(async () => {
        expect(await get('/api/key?route=main&key=key-1')).toMatchObject({
          key: { status: 'parked' },
          offset: expect.not.stringMatching(`^${offset}$`) as unknown,
        });
      });
      expect(output()).toMatch(/"by":"[^"]+@[^"]+","verb":"skip","route":"main","key":"key-1"/);
      expect(output()).not.toContain(CANARY);
      await eventually(() => {
        expect(logged(gateway, 'a parked key goes on')).toMatchObject([
          { level: 'info', route: 'main', by: 'skip', cause: 'http-status:422', destination: 'api', key: 'key-1' },
        ]);
      });

      // A handler throws, and its dead letter cannot be written.
      await letters.delete();
      const value = JSON.stringify({ key: 'key-7', seq: 0, act: 'throw', say: CANARY });
      await topic.produce([{ key: 'key-7', value }]);
      await eventually(() => {
        expect(logged(gateway, 'a dead letter could not be written')).not.toEqual([]);
        expect(logged(gateway, 'no dead letter could be written, so the key is parked')).toMatchObject([
          { level: 'warn', route: 'main', cause: 'handler-error', key: 'key-7' },
        ]);
      });
      expect(logged(gateway, 'a handler threw an error')).toMatchObject([
        {
          ...{ level: 'warn', route: 'main', key: 'key-7', topic: topic.name, error: 'Error' },
          frames: [expect.stringMatching(/workflows\.ts:\d+\)?$/)],
        },
      ]);
      expect(gateway.output).not.toContain(CANARY);
      const names = new Set(Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name = '']) => name));
      const own = Array.from(names).filter((name) => !name.startsWith('temporal_'));
      expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(own));

      expect(await (await fetch(`${at}/healthz`)).json()).toEqual({ healthy: true, problems: [] });
      expect(await (await fetch(`${at}/readyz`)).json()).toEqual({ healthy: true, problems: [] });
      expect((await fetch(`${at}/metrics`, { method: 'POST', body: 'x' })).status).toBe(405);
      expect((await fetch(`${at}/etc/passwd`)).status).toBe(404);
      const head = await fetch(`${at}/metrics`, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(head.headers.get('content-encoding')).toBe('gzip');

      const asked = await runCli(['health', '--ready'], { shape, env, config: false });
      expect([asked.code, asked.stdout]).toEqual([0, 'The gateway takes records.\n']);

      // A call that takes its time keeps the gateway draining, and a probe learns of it meanwhile.
      api.latencyMs = 2_000;
      await topic.produce(keyedRecords({ keys: 1, perKey: 1, from: 5 }));
      const before = api.calls.length;
      await eventually(() => {
        expect(api.calls.length).toBeGreaterThan(before);
      });
      gateway.signal('SIGTERM');
      await eventually(
        async () => {
          const response = await fetch(`${at}/readyz`);
          expect(response.status).toBe(503);
          expect(await response.json()).toMatchObject({
            problems: expect.arrayContaining([{ part: 'gateway', problem: 'it drains' }]) as unknown,
          });
        },
        { everyMs: 20 },
      );
      expect((await fetch(`${at}/healthz`)).status).toBe(200);
      expect((await gateway.exited).code).toBe(0);
    });
    const gone = await runCli(['health', '--at', String(port)], { shape, config: false });
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain(`No gateway answered at ${at}/healthz`);
  });
});

test('Two gateways cannot serve their metrics at one address, and the second says so and ends.', async () => {
  await withCliWorld({}, async ({ api, shape }) => {
    const port = await freePort();
    const taken = { shape, apiUrl: api.url, env: { SLUICE_METRICS_LISTEN: String(port) } };
    await withGateway(taken, async () => {
      const second = new GatewayProcess(taken);
      expect((await second.exited).code).toBe(1);
      expect(second.output).toContain(`Metrics and health cannot be served at 127.0.0.1:${port} (metrics.listen)`);
    });
  });
});
