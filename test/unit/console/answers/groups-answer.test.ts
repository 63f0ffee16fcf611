import { groupsAnswer } from '../../../../src/console/answers/groups-answer';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const config = { destinations: new Map([['ledger', {}]]) } as unknown as ResolvedConfig;

test('Groups are those of the census; only those that a filter finds are acted on together.', () => {
  const parked = { route: 'a', status: 'parked', keys: 2 } as const;
  const rows = [
    { ...parked, destination: 'ledger', cause: 'http-status:422', since: 1_000, sample: { workflowId: 'canary' } },
    { ...parked, destination: 'ledger', cause: 'many' },
    { ...parked, destination: 'nowhere', cause: 'destination-unknown' },
    { ...parked, status: 'held', destination: undefined, cause: undefined },
    { ...parked, destination: '\u202eevil', cause: 'x'.repeat(1_000) },
  ] as const;
  const { rows: groups, complete } = groupsAnswer(config, {
    at: 0,
    complete: false,
    rows,
    running: new Map(),
    closed: new Map(),
    closedAgentHosts: new Map(),
  });
  expect(complete).toBe(false);
  expect(groups).toEqual([
    {
      ...{ ...parked, destination: 'ledger', cause: 'http-status:422' },
      ...{ since: '1970-01-01T00:00:01.000Z', selectable: true },
    },
    { ...parked, destination: 'ledger', cause: 'many', selectable: false },
    { ...parked, destination: 'nowhere', cause: 'destination-unknown', selectable: false },
    { ...parked, status: 'held', selectable: true },
    { ...parked, destination: '\\u202eevil', cause: `${'x'.repeat(100)}...`, selectable: false },
  ]);
});
