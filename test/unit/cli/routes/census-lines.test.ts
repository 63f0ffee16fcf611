import fc from 'fast-check';
import { causeLines, destinationLines } from '../../../../src/cli/routes/census-lines';
import type { Census, CensusRow } from '../../../../src/operations/census/census';
import { parsedCommand } from '../parsed-command';

const NOW = 1_000_000;
const SCREEN = { now: NOW, width: 80 };
const any = (): boolean => true;
const census = (rows: readonly Omit<CensusRow, 'route'>[], complete = true): Census => ({
  at: NOW,
  complete,
  rows: rows.map((row) => ({ route: 'transfers', ...row })),
  ...{ running: new Map(), closed: new Map(), closedAgentHosts: new Map() },
});

test('Workflows that somebody closed do not move either, although no key of theirs is counted.', () => {
  const closed = new Map([
    ['transfers', { workflows: 2, complete: true }],
    ['notices', { workflows: 1_000, complete: false }],
  ]);
  const closedAgentHosts = new Map([
    ['rates', 1],
    ['news', 0],
  ]);
  expect(causeLines({ ...census([]), closed, closedAgentHosts }, SCREEN, any)).toEqual([
    'not moving',
    '  2 workflows of transfers were closed',
    '    sluice keys restart --all -r transfers',
    '  at least 1000 workflows of notices were closed',
    '    sluice keys restart --all -r notices',
    '  1 workflow with agents rates was closed',
    '    sluice agents restart -a rates',
  ]);
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
      SCREEN,
      any,
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
  expect(causeLines(census([]), SCREEN, any)).toEqual([]);
  const many = Array.from({ length: 30 }, (_, index) => ({
    status: 'retrying' as const,
    destination: 'ledger\u001b[2J',
    cause: `http-status:${500 + index}`,
    keys: 1,
  }));
  expect(causeLines(census(many, false), SCREEN, any)).toEqual([
    'not moving (at least: not all workflows could be asked)',
    '  30 retrying at ledger\\u001b[2J: 1 http-status:500, 1 http-status:501,',
    '      1 http-status:502, 1 http-status:503, 1 http-status:504,',
    '      25 of other causes',
  ]);
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
            { cause: 'http-status:503', keys: 1, since },
            { cause: 'timeout', keys: 2, since: null },
          ],
        },
      ],
      NOW,
    ),
  ).toEqual([
    '  api        0 parked, 0 retrying, 0 postponed',
    '             rate-limited for 2s: at least 12 keys wait for its rate',
    '             http-status:503 for 2s: at least 1 key has failed once or twice and is tried again',
    '             timeout: at least 2 keys have failed once or twice and are tried again',
  ]);
});

const destination = fc.constantFrom(undefined, 'ledger', 'rates');
const cause = fc.constantFrom(
  'http-status',
  'http-status:422',
  'http-status:409',
  'handler-error',
  'timeout',
  'unknown',
);
const row = fc.record({
  status: fc.constantFrom('parked' as const, 'paused' as const),
  destination,
  cause: fc.option(cause, { nil: undefined }),
});

interface Asked {
  readonly status?: string;
  readonly destination?: string;
  readonly error?: string;
  readonly exact?: boolean;
}
/** As `keys list` takes them: a code alone means all of its statuses, and `--exact` nothing else. */
const isAsked = ({ status, destination: at, error, exact }: Asked, key: CensusRow): boolean => {
  if (status !== undefined && key.status !== status) return false;
  if (exact === true) return key.destination === at && key.cause === error;
  const names = key.cause === undefined ? [] : [key.cause, key.cause.split(':')[0]];
  return (at === undefined || key.destination === at) && (error === undefined || names.includes(error));
};

test('A command that stands beside keys selects these keys and no others, whatever else is parked or paused.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(row, { maxLength: 8, selector: (one) => JSON.stringify(one) }), async (kinds) => {
      const all = census(kinds.map((kind, index) => ({ ...kind, keys: 1 << index })));
      let groupKeys = 0;
      const selected: number[] = [];
      for (const line of causeLines(all, SCREEN, any)) {
        const [, keys, words] = /^ {2}(\d+) (.*)$/.exec(line) ?? [];
        if (words !== undefined) groupKeys = Number(keys);
        if (!line.startsWith('    sluice ')) continue;
        const [, call] = await parsedCommand(line.trim().split(' ').slice(1));
        const [name, verb, options] = call as [string, string, Asked];
        expect(name).toBe('actOnAll');
        const status = options.status ?? (verb === 'resume' ? 'paused' : 'all');
        const keysOf = all.rows.filter((key) => isAsked({ ...options, status }, key)).map((key) => key.keys);
        const sum = keysOf.reduce((a, b) => a + b, 0);
        // The group stands in the line above: no key of another group, and never the same key twice.
        expect(sum & ~groupKeys).toBe(0);
        for (const before of selected) expect(before & sum).toBe(0);
        expect(keysOf.length === 1 || sum === groupKeys).toBe(true);
        selected.push(sum);
      }
    }),
  );
});

test('No command is named that the command line would refuse, as for a destination that is configured no longer.', () => {
  const gone = { status: 'parked', destination: 'nowhere', cause: 'destination-unknown', keys: 2 } as const;
  expect(causeLines(census([gone]), SCREEN, () => false)).toEqual([
    'not moving',
    '  2 parked at nowhere: destination-unknown',
  ]);
});
