import type { Verdict } from '../../../../chaos/checker';
import { readChaosOptions } from '../../../../chaos/chaos-options';
import { commandLine } from '../../../../chaos/report/command-line';
import type { Conditions } from '../../../../chaos/report/conditions';
import { reportText } from '../../../../chaos/report/report-text';
import type { Violation } from '../../../../chaos/violation';

const CONDITIONS: Conditions = {
  command: 'npm run chaos -- --records 100000',
  commit: 'abc123',
  node: '20.20.2',
  kafka: '4.4.0',
  temporal: '1.29.1',
  cores: 2,
  memoryGib: 24,
};
const PLOTS = { course: 'c.svg', latency: 'l.svg', recovery: 'r.svg' };
const SERIES = {
  startedAt: Date.UTC(2026, 0, 31, 23, 50),
  endedAt: Date.UTC(2026, 1, 1, 0, 5),
  binSeconds: 3,
  producedPerSecond: [],
  effectsPerSecond: [],
  latencyP50: [],
  latencyP99: [],
};

const fault = (name: string, seconds: number): Verdict['recoveries'][number] => ({
  name,
  target: 'one',
  from: 0,
  until: 1,
  seconds,
});

const VERDICT: Verdict = {
  result: {
    records: 100_000,
    kills: 100,
    lost: 0,
    duplicateEffects: 0,
    outOfOrder: 0,
    duplicatePublished: 0,
    recoverySecondsP50: 5,
    recoverySecondsMax: 11.6,
    seed: 7,
    faults: 200,
    repeats: 3,
    overlaps: 0,
    published: 33_333,
    committedTooFar: 0,
    violations: 0,
  },
  violations: [],
  recoveries: [fault('stop-api', 9), fault('kill-api', 4), fault('kill-api', 1), fault('kill-api', 2.5)],
};

const textOf = (verdict: Partial<Verdict>): string => reportText({ ...VERDICT, ...verdict }, CONDITIONS, SERIES, PLOTS);

test('The text of a report says how to repeat the run, what it was made with and what came of it.', () => {
  const text = textOf({});
  for (const part of [
    '# A run of fault injection, seed 7',
    '    npm run chaos -- --records 100000\n',
    'No violation. 100,000 records, 200 faults, 100 SIGKILLs sent.',
    '(README.md#limits)',
    '| on | 2026-01-31 (UTC), 15.0 minutes |',
    '| Kafka | 4.4.0 |',
    '| Temporal server | 1.29.1 |',
    '| Node | 20.20.2 |',
    '| cores | 2 |',
    '| memory, GiB | 24 |',
    '](c.svg)',
    '](l.svg)',
    '](r.svg)',
    '| `recoverySecondsMax` | 11.6 |',
    '## Violations\n\nNone.\n',
  ]) {
    expect(text).toContain(part);
  }
});

test('The text of a report has a line for each kind of fault, by name.', () => {
  expect(textOf({})).toContain('| `kill-api` | 3 | 2.5 | 4 |\n| `stop-api` | 1 | 9 | 9 |\n');
});

test('The text of a report shows the first violations of each kind, and counts all.', () => {
  const lost = Array.from({ length: 12 }, (_, index): Violation => ({ kind: 'lost', what: `no. ${index}!` }));
  const text = textOf({ violations: [...lost, { kind: 'memory', what: 'too much' }] });
  expect(text).toContain('**Violations: 13**.');
  expect(text).toContain('`lost`: 12, of which the first 10\n\n    no. 0!\n');
  expect(text).toContain('    no. 9!\n\n`memory`: 1\n\n    too much\n');
  expect(text).not.toContain('no. 10!');
  expect(text).not.toContain('None.');
});

const repeated = (...args: readonly string[]): string => commandLine(readChaosOptions(['node', 'main', ...args]));

test('The command line of a report has what decides a run, and no paths.', () => {
  expect(repeated('--json', '--gateway', '/somewhere', '--report', '/out')).toBe(
    'npm run chaos -- --records 3000 --kills 10 --seed 1 --brokers 3',
  );
  expect(repeated('--kills', '5', '--minutes', '0.5', '--brokers', '1', '--faults', 'kill-api,cut-api')).toBe(
    'npm run chaos -- --records 3000 --kills 5 --seed 1 --minutes 0.5 --brokers 1 --faults kill-api,cut-api',
  );
});

test('The command line of a report repeats the run: read again, it gives the same options.', () => {
  const given = ['--records', '300', '--seed', '9', '--minutes', '2', '--faults', 'kill-api'];
  const again = repeated(...given)
    .split(' ')
    .slice('npm run chaos --'.split(' ').length);
  expect(readChaosOptions(['node', 'main', ...again])).toEqual(readChaosOptions(['node', 'main', ...given]));
});
