import { OtelMetrics } from '../../../src/exporters/otel-metrics';
import { METRICS } from '../../../src/telemetry/metric-table';

let metrics: OtelMetrics;

beforeEach(() => {
  metrics = new OtelMetrics();
});
afterEach(() => metrics.close());

const lines = async (name: string): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

test('A counter adds up and is written with its labels and its help.', async () => {
  metrics.count('sluice_records_durable_total', { route: 'orders' }, 3);
  metrics.count('sluice_records_durable_total', { route: 'orders' });
  const text = await metrics.text();
  expect(text).toContain(`# HELP sluice_records_durable_total ${METRICS.sluice_records_durable_total.help}`);
  expect(text).toContain('# TYPE sluice_records_durable_total counter');
  expect(text).toContain('sluice_records_durable_total{route="orders"} 4\n');
});

test('A counter keeps its value from one scrape to the next.', async () => {
  metrics.count('sluice_records_durable_total', { route: 'orders' });
  await metrics.text();
  expect(await lines('sluice_records_durable_total')).toEqual(['sluice_records_durable_total{route="orders"} 1']);
});

test('A histogram has the buckets of the table.', async () => {
  metrics.observe('sluice_call_duration_seconds', { destination: 'bank' }, 0.02);
  const bounds = (await lines('sluice_call_duration_seconds_bucket')).map((line) => /le="([^"]+)"/.exec(line)?.[1]);
  expect(bounds).toEqual([...METRICS.sluice_call_duration_seconds.buckets.map(String), '+Inf']);
  expect(await lines('sluice_call_duration_seconds_sum')).toEqual([
    'sluice_call_duration_seconds_sum{destination="bank"} 0.02',
  ]);
});

test('A gauge shows what it is told at each scrape, and what is not told any more is gone.', async () => {
  let partitions = [0, 1];
  metrics.gauge('sluice_partition_lag', (put) => {
    for (const partition of partitions) put({ route: 'r', topic: 't', partition: String(partition) }, 7);
  });
  expect(await lines('sluice_partition_lag')).toHaveLength(2);
  partitions = [1];
  expect(await lines('sluice_partition_lag')).toEqual(['sluice_partition_lag{route="r",topic="t",partition="1"} 7']);
});

test('A gauge that was taken away is not asked again.', async () => {
  const away = metrics.gauge('sluice_records_pending', (put) => {
    put({ route: 'r' }, 1);
  });
  away();
  expect(await lines('sluice_records_pending')).toEqual([]);
});

test('A gauge that fails, or has no number to tell, leaves out its own series only.', async () => {
  metrics.gauge('sluice_records_pending', () => {
    throw new Error('it ends');
  });
  metrics.gauge('sluice_pending_bytes', (put) => {
    put({ route: 'r' }, NaN);
    put({ route: 's' }, 2);
  });
  expect(await lines('sluice_records_pending')).toEqual([]);
  expect(await lines('sluice_pending_bytes')).toEqual(['sluice_pending_bytes{route="s"} 2']);
});

test('Scrapers that come at the same time all get the gauges.', async () => {
  metrics.gauge('sluice_pending_bytes', (put) => {
    put({ route: 's' }, 2);
  });
  const texts = await Promise.all([metrics.text(), metrics.text(), metrics.text()]);
  for (const text of texts) expect(text).toContain('sluice_pending_bytes{route="s"} 2');
});

test('A label value can neither end its line nor begin another one.', async () => {
  metrics.count('sluice_records_durable_total', { route: 'a"} 1\nforged{x="\\' });
  const text = await metrics.text();
  expect(text).not.toMatch(/^forged/m);
  expect(text).toContain('sluice_records_durable_total{route="a\\"} 1\\nforged{x=\\"\\\\"} 1');
});

test('A scrape of ten routes with 48 partitions each and 20 destinations stays below 150 KB.', async () => {
  const statuses = ['2xx', '400', '409', '422', '429', '500', '502', '503', 'network', 'timeout'];
  for (let destination = 0; destination < 20; destination += 1) {
    const name = `destination-${destination}`;
    for (const outcome of statuses) metrics.count('sluice_calls_total', { destination: name, outcome });
    metrics.observe('sluice_call_duration_seconds', { destination: name }, 0.1);
  }
  metrics.gauge('sluice_partition_lag', (put) => {
    for (let route = 0; route < 10; route += 1) {
      for (let partition = 0; partition < 48; partition += 1) {
        put({ route: `route-${route}`, topic: `topic-${route}`, partition: String(partition) }, 1_234_567);
      }
    }
  });
  const text = await metrics.text();
  expect(text.match(/^sluice_partition_lag\{/gm)).toHaveLength(480);
  expect(text.length).toBeLessThan(150_000);
});
