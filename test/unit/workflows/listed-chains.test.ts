import type { ChainStatus } from '../../../src/model/contract';
import type { ChainQuery } from '../../../src/model/key-commands';
import { chainPage } from '../../../src/workflows/listed-chains';

const chain = (id: string, standing: ChainStatus['status'], destination?: string) => ({
  id,
  standing,
  inbox: { size: 1 },
  hold: destination === undefined ? undefined : { failure: { code: 'timeout', destination } },
  status: (): ChainStatus => ({ chain: id, key: id, status: standing, waiting: 1 }),
});

const CHAINS = [
  chain('d', 'parked', 'ledger'),
  chain('b', 'parked', 'rates'),
  chain('c', 'running'),
  chain('a', 'paused', 'ledger'),
  chain('e', 'retrying', 'ledger'),
];

const page = (query: Partial<ChainQuery>): readonly [string, boolean] => {
  const { chains, more } = chainPage(CHAINS, { limit: 100, ...query });
  return [chains.map((one) => one.chain).join(''), more];
};

test('Chains are found by standing, destination and error, in the order of their ids.', () => {
  expect(page({})).toEqual(['abcde', false]);
  expect(page({ statuses: ['parked', 'retrying'] })).toEqual(['bde', false]);
  expect(page({ destination: 'ledger' })).toEqual(['ade', false]);
  expect(page({ destination: 'ledger', error: 'network' })).toEqual(['', false]);
  expect(page({ error: 'timeout', statuses: ['paused'] })).toEqual(['a', false]);
});

test('Pages follow each other without a gap.', () => {
  expect(page({ limit: 2 })).toEqual(['ab', true]);
  expect(page({ limit: 2, after: 'b' })).toEqual(['cd', true]);
  expect(page({ limit: 2, after: 'd' })).toEqual(['e', false]);
});
