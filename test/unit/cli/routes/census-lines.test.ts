import { causeLines, destinationLines } from '../../../../src/cli/routes/census-lines';
import type { Census, CensusRow } from '../../../../src/operations/census/census';

const NOW = 1_000_000;
const census = (rows: readonly Omit<CensusRow, 'route'>[], complete = true): Census => ({
  at: NOW,
  complete,
  rows: rows.map((row) => ({ route: 'transfers', ...row })),
  running: new Map(),
});

test('Parked keys are summed up by cause, each with the command that mends it; the others go on by themselves.', () => {
  const at = { status: 'parked', destination: 'ledger', keys: 20 } as const;
  expect(
    causeLines(
      census([
        { ...at, cause: 'http-status:409', since: NOW - 302_000 },
        { ...at, cause: 'http-status:422', since: NOW - 180_000 },
        { status: 'postponed', destination: 'rates', cause: 'breaker-open', keys: 300 },
        { status: 'paused', keys: 1, since: NOW - 1_000 },
        { status: 'held', keys: 2 },
        { status: 'parked', cause: 'unknown', keys: 3 },
      ]),
      NOW,
    ),
  ).toEqual([
    'not moving',
    '  40 parked at ledger: 20 http-status:409 for 5m 2s, 20 http-status:422 for 3m',
    '    sluice keys retry --all -s parked --destination ledger --error http-status:409',
    '    sluice keys retry --all -s parked --destination ledger --error http-status:422',
    '  3 parked: unknown',
    '  2 held',
    '    sluice keys restart --all',
    '  1 paused for 1s',
    '    sluice keys resume --all',
    '  300 postponed at rates: breaker-open',
  ]);
});

test('Nothing is said if all keys move, many causes are cut short, and a lower bound says so.', () => {
  expect(causeLines(census([]), NOW)).toEqual([]);
  const many = Array.from({ length: 30 }, (_, index) => ({
    status: 'retrying' as const,
    destination: 'ledger\u001b[2J',
    cause: `http-status:${500 + index}`,
    keys: 1,
  }));
  const [head, line, ...rest] = causeLines(census(many, false), NOW);
  expect([head, rest]).toEqual(['not moving (at least: not all workflows could be asked)', []]);
  expect(line).toContain('30 retrying at ledger\\u001b[2J: 1 http-status:500,');
  expect(line).toContain('25 of other causes');
});

test('A destination at which keys only wait for a rate, or have just begun to fail, has a line.', () => {
  const since = new Date(NOW - 2_000).toISOString();
  expect(
    destinationLines(
      [
        {
          ...{ destination: 'api', parked: 0, retrying: 0, postponed: 0, waits: [] },
          passing: [
            { cause: 'rate-limited', keys: 12, since },
            { cause: 'http-status:503', keys: 1, since: null },
          ],
        },
      ],
      NOW,
    ),
  ).toEqual([
    '  api        0 parked, 0 retrying, 0 postponed',
    '             rate-limited: at least 12 wait for its rate for 2s',
    '             http-status:503: at least 1 failed once or twice and are tried again',
  ]);
});
