import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metricsPage } from '../../../harness/metrics-page';
import type { Metric } from '../../../src/telemetry/metric';
import { METRICS } from '../../../src/telemetry/metric-table';

const TABLE = Object.entries(METRICS as Readonly<Record<string, Metric>>);

test('A metric is named by the conventions of Prometheus: counters end in _total, other names say their unit.', () => {
  for (const [name, { kind, unit }] of TABLE) {
    expect(name).toMatch(/^(?:sluice|process|nodejs)_[a-z][a-z0-9_]*$/);
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter']);
    if (unit !== undefined) expect(name.replace(/_total$/, '')).toMatch(new RegExp(`_${unit}$`));
  }
});

test('A histogram has buckets that grow, and nothing else has any.', () => {
  for (const [name, { kind, buckets }] of TABLE) {
    expect([name, buckets !== undefined]).toEqual([name, kind === 'histogram']);
    expect(buckets ?? []).toEqual([...(buckets ?? [])].sort((a, b) => a - b));
  }
});

test('No label of a metric grows with the keys or the records of a topic.', () => {
  const bounded = [
    ...['route', 'topic', 'partition', 'destination', 'agents', 'gateway', 'version'],
    ...['outcome', 'cause', 'action', 'state', 'change', 'answer', 'status', 'rank', 'by', 'reason'],
  ];
  for (const [, { labels }] of TABLE) expect(bounded).toEqual(expect.arrayContaining([...labels]));
});

test('The help of a metric is one line and a sentence.', () => {
  for (const [, { help }] of TABLE) expect(help).toMatch(/^[^\n]{10,140}\.$/);
});

test('The page docs/metrics.md is what `npm run docs:metrics` makes of the table.', () => {
  expect(readFileSync(path.join(__dirname, '../../../docs/metrics.md'), 'utf8')).toBe(metricsPage());
});
