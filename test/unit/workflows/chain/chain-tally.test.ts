import type { ChainBlock } from '../../../../src/model/contract/contract';
import { ChainTally } from '../../../../src/workflows/chain/chain-tally';

const failure = { code: 'network', message: 'down' } as const;
const retrying = (attempts: number): ChainBlock => ({ kind: 'retrying', failure, attempts, notBefore: 0 });
const parked: ChainBlock = { kind: 'parked', failure, attempts: 1, since: 0 };

test('A tally tells the search attribute: parked before retrying, and retrying only after some attempts.', () => {
  const tally = new ChainTally<{ id: string }>(() => undefined);
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  tally.changed(a, retrying(2));
  expect([tally.searchable().status, tally.retrying.size]).toEqual([undefined, 1]);
  tally.changed(a, retrying(3));
  expect(tally.searchable().status).toBe('retrying');
  tally.changed(b, parked);
  expect(tally.searchable().status).toBe('parked');
  tally.changed(b, undefined);
  tally.changed(a, undefined);
  expect([tally.searchable().status, tally.retrying.size, tally.parked.size]).toEqual([undefined, 0, 0]);
});

test('A tally tells of every change, so that who waits for a retry is woken when the block is gone.', () => {
  const onChange = jest.fn();
  const chain = { id: 'a' };
  const tally = new ChainTally(onChange);
  tally.changed(chain, retrying(1));
  tally.changed(chain, undefined);
  expect(onChange.mock.calls).toEqual([[chain], [chain]]);
});

test('A tally shows keys that wait for a shut destination, but not those that wait for its rate.', () => {
  const tally = new ChainTally<{ id: string }>(() => undefined);
  const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const waits = (reason: 'overloaded' | 'rate-limited', destination: string): ChainBlock => ({
    ...retrying(0),
    kind: 'retrying',
    notBefore: 0,
    wait: { reason, destination, since: 0 },
  });
  tally.changed(a, waits('rate-limited', 'slow'));
  expect(tally.searchable()).toEqual({ status: undefined, destinations: [], causes: [] });
  tally.changed(b, waits('overloaded', 'api'));
  tally.changed(c, waits('overloaded', 'api'));
  expect(tally.searchable()).toEqual({ status: 'postponed', destinations: ['api'], causes: ['network', 'overloaded'] });
  // Histories of older versions go on as they were.
  expect(tally.searchable(false)).toMatchObject({ status: undefined, destinations: [] });
  tally.changed(b, undefined);
  tally.changed(c, waits('overloaded', 'api'), true);
  expect(tally.searchable()).toEqual({ status: 'paused', destinations: [], causes: [] });
});

test('A tally names the causes of parked and often failed keys, by code and by status, as long as a key has them.', () => {
  const tally = new ChainTally<{ id: string }>(() => undefined);
  const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const refused = (status: number): ChainBlock => ({
    ...parked,
    failure: { code: 'http-status', message: '', status },
  });
  const causes = (): readonly string[] => tally.searchable().causes;
  tally.changed(a, refused(409));
  tally.changed(b, refused(422));
  expect(causes()).toEqual(['http-status', 'http-status:409', 'http-status:422']);
  tally.changed(c, retrying(2));
  expect(causes()).not.toContain('network');
  tally.changed(c, retrying(3));
  tally.changed(a, undefined);
  expect(causes()).toEqual(['http-status', 'http-status:422', 'network']);
  tally.changed(b, refused(422), true);
  expect(causes()).toEqual(['http-status', 'http-status:422', 'network']);
  tally.changed(b, undefined, true);
  tally.changed(c, undefined);
  expect(causes()).toEqual([]);
});
