import type { CarriedChain } from '../../../../src/model/contract/contract';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget, type InboxEntry } from '../../../../src/workflows/inbox/inbox';
import { enterRedriven, redrivePlace } from '../../../../src/workflows/chain/redrive-place';

const STREAM = { id: 's', topic: 't' };
const LETTER = { stream: { id: 'l', topic: 'dead' }, position: { partition: 0, leaderEpoch: 0, offset: '0' } };

const chainWith = (offsets: readonly number[], carried: Partial<CarriedChain> = {}): Chain =>
  new Chain(
    {
      chain: 'k',
      waiting: offsets.map((offset) => ({
        stream: STREAM,
        partition: 0,
        leaderEpoch: 0,
        offsets: offset.toString(36),
      })),
      ...carried,
    },
    new InlineBudget(1_000),
  );

const PARKED = {
  hold: { kind: 'parked', failure: { code: 'http-status', message: '' }, attempts: 1, since: 0 },
} as const;

const redriven = (offset: number): InboxEntry => ({
  stream: STREAM,
  position: { partition: 0, leaderEpoch: 0, offset: String(offset) },
  bytes: 0,
  redriven: { times: 1, letter: LETTER },
});

const waiting = (chain: Chain): readonly number[] =>
  chain.inbox.peek(chain.inbox.size).map(({ position }) => Number(position.offset));

const enter = (chain: Chain, offsets: readonly number[]): void => {
  const place = redrivePlace(chain);
  for (const offset of offsets) enterRedriven(chain, redriven(offset), place);
};

test('A key that moves takes redriven records at its end.', () => {
  const chain = chainWith([10, 11]);
  expect(redrivePlace(chain)).toBe('last');
  enter(chain, [1, 2]);
  expect(waiting(chain)).toEqual([10, 11, 1, 2]);
});

test('A key that is not known takes redriven records at its end.', () => {
  expect(redrivePlace(undefined)).toBe('last');
});

test('A key that is blocked by a refused record takes them before it, in the order of their positions, and goes on.', () => {
  const chain = chainWith([10, 11], { ...PARKED, headSequence: 4 });
  expect(redrivePlace(chain)).toBe('first');
  enter(chain, [5, 1, 3]);
  expect(waiting(chain)).toEqual([1, 3, 5, 10, 11]);
  expect(chain.block).toBeUndefined();
  expect(chain.progress.sequence).toBeUndefined();
});

test.each([
  ['steps of which are done', { headSteps: { '1': null } }],
  ['a call of which may have had its effect', { unsure: true }],
] as const)('I4: Nothing comes before a blocked record, %s.', (_words, carried) => {
  const chain = chainWith([10, 11], { ...PARKED, ...carried, headSequence: 4 });
  expect(redrivePlace(chain)).toBe('after-held');
  enter(chain, [5, 1]);
  expect(waiting(chain)).toEqual([10, 1, 5, 11]);
  expect(chain.block?.kind).toBe('parked');
  expect(chain.progress.sequence).toBe(4);
});

test('No redriven record passes one that is under attempt.', () => {
  const chain = chainWith([10, 11], PARKED);
  chain.beginTurns();
  expect(redrivePlace(chain)).toBe('last');
  chain.beginRetryWait();
  expect(redrivePlace(chain)).toBe('first');
});

test('A redriven record keeps its place and its letter over continue-as-new.', () => {
  const chain = chainWith([10, 11], PARKED);
  enter(chain, [3]);
  const next = new Chain(chain.carry(), new InlineBudget(1_000));
  expect(waiting(next)).toEqual([3, 10, 11]);
  expect(next.inbox.head?.redriven).toEqual({ times: 1, letter: LETTER });
});
