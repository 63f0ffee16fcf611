import type { ChainBlock } from '../../../../src/model/contract/contract';
import type { ChainQuery } from '../../../../src/model/keys/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { chainPage } from '../../../../src/workflows/host/listed-chains';

const STREAM = { topic: 'transfers', id: 'stream-1' };
const RECORD = { partition: 0, leaderEpoch: 0, offset: '7', key: 'a', value: { json: '1' }, timestamp: 0 };

const chain = (
  id: string,
  standing: 'parked' | 'running' | 'paused' | 'retrying' | 'postponed',
  destination = 'none',
): Chain => {
  const failure = { code: 'timeout', message: 'no answer', destination } as const;
  const blocks: Record<typeof standing, ChainBlock | undefined> = {
    parked: { kind: 'parked', failure, attempts: 1, since: 0 },
    retrying: { kind: 'retrying', failure, attempts: 1, notBefore: 0 },
    postponed: {
      kind: 'retrying',
      failure,
      attempts: 1,
      notBefore: 0,
      wait: { reason: 'overloaded', destination, since: 0 },
    },
    paused: { kind: 'parked', failure, attempts: 1, since: 0 },
    running: undefined,
  };
  const hold = blocks[standing];
  return new Chain(
    {
      chain: id,
      waiting: [{ stream: STREAM, record: RECORD }],
      ...(hold === undefined ? {} : { hold }),
      ...(standing === 'paused' ? { paused: 1 } : {}),
    },
    new InlineBudget(1_000),
  );
};

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

test('Pages of listed chains follow each other without a gap.', () => {
  expect(page({ limit: 2 })).toEqual(['ab', true]);
  expect(page({ limit: 2, after: 'b' })).toEqual(['cd', true]);
  expect(page({ limit: 2, after: 'd' })).toEqual(['e', false]);
});

test('Chains that wait for a destination are found by their standing, and by why they wait as by their last error.', () => {
  const chains = [chain('f', 'postponed', 'ledger'), chain('g', 'retrying', 'ledger')];
  const found = (query: Partial<ChainQuery>): string =>
    chainPage(chains, { limit: 100, ...query })
      .chains.map((one) => one.chain)
      .join('');
  expect(found({ statuses: ['postponed'] })).toBe('f');
  expect(found({ statuses: ['retrying'] })).toBe('g');
  expect(found({ error: 'overloaded', destination: 'ledger' })).toBe('f');
  expect(found({ error: 'timeout' })).toBe('fg');
});
