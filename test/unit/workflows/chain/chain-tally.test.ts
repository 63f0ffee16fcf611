import type { ChainBlock } from '../../../../src/model/contract/contract';
import { ChainTally } from '../../../../src/workflows/chain/chain-tally';

const failure = { code: 'network', message: 'down' } as const;
const retrying = (attempts: number): ChainBlock => ({ kind: 'retrying', failure, attempts, notBefore: 0 });
const parked: ChainBlock = { kind: 'parked', failure, attempts: 1, since: 0 };

test('A tally tells the search attribute: parked before retrying, and retrying only after some attempts.', () => {
  const tally = new ChainTally<{ id: string }>(() => undefined);
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

test('A tally tells of every change, so that who waits for a retry is woken when the block is gone.', () => {
  const onChange = jest.fn();
  const chain = { id: 'a' };
  const tally = new ChainTally(onChange);
  tally.changed(chain, retrying(1));
  tally.changed(chain, undefined);
  expect(onChange.mock.calls).toEqual([[chain], [chain]]);
});
