import type { ChainHold } from '../../../../src/model/contract/contract';
import { HoldTally } from '../../../../src/workflows/chain/hold-tally';

const failure = { code: 'network', message: 'down' } as const;
const retrying = (attempts: number): ChainHold => ({ kind: 'retrying', failure, attempts, notBefore: 0 });
const parked: ChainHold = { kind: 'parked', failure, attempts: 1, since: 0 };

it('a tally tells the search attribute: parked before retrying, and retrying only after some attempts', () => {
  const tally = new HoldTally<{ id: string }>(() => undefined);
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  tally.changed(a, retrying(2));
  expect([tally.status, tally.retrying.size]).toEqual([undefined, 1]);
  tally.changed(a, retrying(3));
  expect(tally.status).toBe('retrying');
  tally.changed(b, parked);
  expect(tally.status).toBe('parked');
  tally.changed(b, undefined);
  tally.changed(a, undefined);
  expect([tally.status, tally.retrying.size, tally.parked.size]).toEqual([undefined, 0, 0]);
});

it('a tally tells of every change, so that who waits for a retry is woken when the hold is lifted', () => {
  const moved = jest.fn();
  const chain = { id: 'a' };
  const tally = new HoldTally(moved);
  tally.changed(chain, retrying(1));
  tally.changed(chain, undefined);
  expect(moved.mock.calls).toEqual([[chain], [chain]]);
});
