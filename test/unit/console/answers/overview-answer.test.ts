import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import { overviewAnswer } from '../../../../src/console/answers/overview-answer';
import { Fresh } from '../../../../src/console/fresh';
import type { Census } from '../../../../src/operations/census/census';
import type { GatewayStatus } from '../../../../src/operations/status/gateway-status';

const CONFIG = {
  name: 'bank',
  routes: [{ name: 'transfers', lanes: 0 }],
  destinations: new Map([['ledger', {}]]),
} as unknown as ResolvedConfig;
/** Neither half answers. */
const AWAY: GatewayStatus = { temporal: { problem: 'away' }, kafka: { problem: 'away' } };
const SINCE = Date.UTC(2026, 10, 29, 12);
const CENSUS: Census = {
  at: SINCE,
  complete: true,
  rows: [
    { route: 'transfers', status: 'postponed', destination: 'ledger', cause: 'breaker-open', keys: 180, since: SINCE },
    { route: 'transfers', status: 'parked', destination: 'ledger', cause: 'http-status:409', keys: 20 },
  ],
  running: new Map([['transfers', 200]]),
  closed: new Map(),
  closedAgentHosts: new Map(),
};

test('The overview tells of keys, destinations and causes by one census, whatever else takes longer to find out.', () => {
  const answer = overviewAnswer(CONFIG, { status: AWAY, census: CENSUS, rates: undefined }, SINCE);
  expect(answer.routes).toMatchObject([{ workflows: 200, postponed: 180, parked: 20, retrying: 0, held: 0 }]);
  const waits = [{ reason: 'breaker-open', since: '2026-11-29T12:00:00.000Z' }];
  expect(answer.destinations).toEqual([{ destination: 'ledger', parked: 20, retrying: 0, postponed: 180, waits }]);
  expect(answer.groups).toMatchObject({ complete: true, rows: [{ keys: 180 }, { keys: 20 }] });
});

test('The overview of a gateway whose keys nobody can count says so.', () => {
  const answer = overviewAnswer(CONFIG, { status: AWAY, census: undefined, rates: undefined }, SINCE);
  expect(answer).toMatchObject({ groups: { complete: false, rows: [] }, problems: ['away', 'away'] });
  expect(answer.routes[0]).not.toHaveProperty('parked');
});

test('What takes long to find out is shown as it was until it is known anew, for half a minute.', async () => {
  jest.useFakeTimers();
  try {
    let asked = 0;
    const fresh = new Fresh(async () => {
      const number = (asked += 1);
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return number;
    });
    const first = fresh.recent();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await first).toBe(1);
    await jest.advanceTimersByTimeAsync(11_000);
    expect(await fresh.recent()).toBe(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await fresh.recent()).toBe(2);
    await jest.advanceTimersByTimeAsync(60_000);
    const late = fresh.recent();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await late).toBe(3);
  } finally {
    jest.useRealTimers();
  }
});
