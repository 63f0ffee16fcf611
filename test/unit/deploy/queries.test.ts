// Alerts, dashboards and pages ask for metrics that are there: every expression is read by the grammar of Prometheus and
// compared with the table of metrics.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { METRICS } from '../../../src/telemetry/metric-table';
import { promql } from './promql';

const ROOT = path.join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const { groups } = parse(read('deploy/prometheus/alerts.yaml')) as { readonly groups: readonly { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** All texts under `name`, at any depth. */
const textsUnder = (value: unknown, name: string): string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => textsUnder(one, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    key === name && typeof below === 'string' ? [below] : textsUnder(below, name),
  );
};

const dashboard: unknown = JSON.parse(read('deploy/grafana/sluice.json'));
const VARIABLES = { $__rate_interval: '5m', $__interval: '1m' };
const filled = (expr: string): string =>
  Object.entries(VARIABLES).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
/** Grafana asks for values of a label by `label_values(SELECTOR, LABEL)`. */
const asked = textsUnder(dashboard, 'definition').map((text) => /^label_values\((.*), (\w+)\)$/.exec(text) ?? []);

const inPages = ['docs/observability.md', 'docs/runbook.md'].flatMap((page) =>
  Array.from(read(page).matchAll(/`([^`\n]*sluice_[^`\n]*[({][^`\n]*)`/g), ([, text = '']) => text),
);

const EXPRESSIONS = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...textsUnder(dashboard, 'expr').map((expr) => ['the dashboard', filled(expr)] as const),
  ...asked.map(([, selector = '']) => ['the dashboard', selector] as const),
  ...inPages.map((expr) => ['a page', expr] as const),
];

/** Labels that Prometheus itself adds. */
const SCRAPED = ['job', 'instance'];
const COUNTING = ['rate', 'increase', 'irate', 'resets'];
const OF_HISTOGRAMS = /_(?:bucket|sum|count)$/;

const metricOf = (name: string) => {
  const table: Readonly<Record<string, (typeof METRICS)[keyof typeof METRICS]>> = METRICS;
  const own = table[name];
  if (own !== undefined && own.kind !== 'histogram') return { kind: own.kind, labels: own.labels };
  const base = table[name.replace(OF_HISTOGRAMS, '')];
  if (base?.kind !== 'histogram' || base === own) return undefined;
  return { kind: 'counter' as const, labels: [...base.labels, ...(name.endsWith('_bucket') ? ['le'] : [])] };
};

test.each(EXPRESSIONS)('The expression of %s asks only for metrics and labels that there are (%s).', (_, text) => {
  const { broken, selectors, groups: grouped } = promql(text);
  expect(broken).toBe(false);
  expect(selectors.length).toBeGreaterThan(0);
  const known = new Set<string>(SCRAPED);
  for (const { metric, labels, by } of selectors) {
    const found = metricOf(metric);
    expect({ metric, isKnown: found !== undefined }).toEqual({ metric, isKnown: true });
    for (const label of found?.labels ?? []) known.add(label);
    expect([...SCRAPED, ...(found?.labels ?? [])]).toEqual(expect.arrayContaining([...labels]));
    if (COUNTING.includes(by)) expect({ metric, kind: found?.kind }).toEqual({ metric, kind: 'counter' });
  }
  expect(Array.from(known)).toEqual(expect.arrayContaining([...grouped]));
});

test('The dashboard asks for the values of labels that there are.', () => {
  expect(asked.length).toBeGreaterThan(2);
  for (const [, selector = '', label = ''] of asked) {
    const [metric] = promql(selector).selectors;
    expect([...SCRAPED, ...(metricOf(metric?.metric ?? '')?.labels ?? [])]).toContain(label);
  }
});

test('Each metric of Sluice that tells of trouble stands in the dashboard or in an alert.', () => {
  const used = new Set(EXPRESSIONS.flatMap(([, text]) => promql(text).selectors.map(({ metric }) => metric)));
  const shown = Object.keys(METRICS).filter(
    (name) => used.has(name) || [...used].some((metric) => metric.replace(OF_HISTOGRAMS, '') === name),
  );
  const trouble = Object.keys(METRICS).filter((name) => /failed|lag|breaker|gate|keys|postponed|oldest/.test(name));
  expect(shown).toEqual(expect.arrayContaining(trouble));
});

test('The runbook has a section for each alert, in the order of the rules, and each rule names its own.', () => {
  const sections = Array.from(read('docs/runbook.md').matchAll(/^## (\w+)$/gm), ([, name = '']) => name);
  expect(sections).toEqual(rules.map(({ alert }) => alert));
  for (const { alert, annotations } of rules) {
    expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  }
});

test('The words of an alert name only labels that its expression leaves.', () => {
  for (const { alert, expr, annotations } of rules) {
    const named = Array.from(annotations.summary.matchAll(/\$labels\.(\w+)/g), ([, label = '']) => label);
    const { groups: left, selectors } = promql(expr);
    const kept = left.length > 0 ? left : selectors.flatMap(({ metric }) => metricOf(metric)?.labels ?? []);
    expect({ alert, kept }).toEqual({ alert, kept: expect.arrayContaining(named) as unknown });
  }
});
