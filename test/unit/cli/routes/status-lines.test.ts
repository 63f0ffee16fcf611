import { routeLines } from '../../../../src/cli/routes/status-lines';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import type { GatewayStatus } from '../../../../src/operations/status/gateway-status';

const route = { name: 'main', topics: ['t'], lanes: 0, groupId: 'g.main' } as unknown as ResolvedRoute;
const VIEW = { now: 10_000, width: 80, verbose: false };

interface Seen {
  readonly answered: number;
  readonly complete: boolean;
  readonly oldest?: number;
  readonly closed?: object;
}

const linesOf = ({ answered, complete, oldest, closed }: Seen): string => {
  const counts = { running: 65, parked: 64, paused: 0, retrying: 0, postponed: 0, held: 0 };
  const status = { ...counts, keys: { keys: [], more: false, unanswered: 0 } };
  const temporal = {
    control: { desired: 'running', failures: [] },
    status,
    waiting: { records: 0, answered, complete },
    failing: { ids: [], unknown: 0 },
    closed,
  };
  const lag = { groupState: 'Stable', groupMembers: 1, topics: [] };
  return routeLines(
    route,
    {
      temporal: { routes: new Map([['main', temporal]]) },
      kafka: new Map([['main', { lag, oldest }]]),
    } as unknown as GatewayStatus,
    VIEW,
  );
};

test('A route says that nothing is unfinished only if all of its workflows have answered.', () => {
  expect(linesOf({ answered: 65, complete: true })).toContain('  oldest     nothing is unfinished');
  const unsure = linesOf({ answered: 7, complete: false });
  expect(unsure).not.toContain('nothing is unfinished');
  expect(unsure).toContain('  oldest     unknown: 7 of 65 workflows answered');
  expect(linesOf({ answered: 7, complete: false, oldest: 4_000 })).toContain('unfinished record is 6s old');
});

test('A route names its closed workflows, of which no key tells, with the command that continues them.', () => {
  const closed = (complete: boolean, workflows = 2): string =>
    linesOf({ answered: 65, complete: true, closed: { workflows, complete } });
  expect(closed(true, 1)).toContain('  closed     1 workflow: `sluice keys restart --all -r main` continues it');
  expect(closed(true)).toContain('  closed     2 workflows: `sluice keys restart --all -r main` continues them');
  expect(closed(false)).toContain('  closed     at least 2 workflows: ');
  expect(linesOf({ answered: 65, complete: true })).not.toContain('closed');
});
