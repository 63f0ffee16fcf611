import type { CarriedChain, Hosting } from '../../../../src/model/contract/contract';
import type { Redone } from '../../../../src/model/contract/held-contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import { defined } from '../../../../src/model/defined';
import { AnswerRoom } from '../../../../src/workflows/head/answer-limits';
import type { Chain } from '../../../../src/workflows/chain/chain';
import { ChainTally } from '../../../../src/workflows/chain/chain-tally';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { HostedChains } from '../../../../src/workflows/host/hosted-chains';

const LANE = { kind: 'lane', lane: 0, of: 1 } as const;

const STREAM = { id: 's', topic: 't' };

const hosted = (hosting: Hosting = LANE, redone?: Redone, carried: readonly CarriedChain[] = []): HostedChains =>
  new HostedChains(
    { hosting, ...defined({ redone }) },
    new InlineBudget(1_000),
    new ChainTally<Chain>(() => undefined),
    new AnswerRoom(),
    carried,
  );

const record = (chain: string, key: WireRecord['key']): WireRecord => ({
  ...{ partition: 0, leaderEpoch: 0, offset: '1', chain, key, timestamp: 0 },
  value: { json: 1 },
});

test('A lane that was told to pause a key without its name takes the name from the first record of the key.', () => {
  const chains = hosted();
  chains.hosted('acc%2F07')?.pause();
  expect(chains.push(STREAM, record('acc%2F07', 'acc/07')).key).toBe('acc/07');
  expect(chains.push(STREAM, record('~null-p0', null)).key).toBeNull();
});

test('A lane pauses no key that it knows neither by a record nor by name.', () => {
  const chains = hosted();
  const key = chains.push(STREAM, record('known', 'known'));
  expect(key.id).toBe('known');
  chains.assertPausable('known', undefined);
  chains.assertPausable('new', 'new');
  chains.assertPausable('~null-p0', null);
  expect(() => {
    chains.assertPausable('gone', undefined);
  }).toThrow('Key gone has no record here');
  hosted({ kind: 'key', chain: 'a', key: 'a' }).assertPausable('a', undefined);
});

test('I10: A lane pauses so many keys without records as it can carry, and as many with records as there are.', () => {
  const chains = hosted();
  const pauseOne = (index: number): void => {
    const id = `${index}`.padStart(100, 'k');
    chains.assertPausable(id, 'x'.repeat(4_000));
    chains.hosted(id, 'x'.repeat(4_000))?.pause();
  };
  const pauseAll = (): void => {
    for (let index = 0; index < 1_000; index += 1) pauseOne(index);
  };
  expect(pauseAll).toThrow('resume some of them first');
  expect(JSON.stringify(Array.from(chains.all.values(), (chain) => chain.carry())).length).toBeLessThan(256 * 1024);
  expect(() => {
    chains.push(STREAM, record('full', 'full'));
    chains.assertPausable('full', 'full');
  }).not.toThrow();
});

test('I7: What operators paused before a run that could not tell what it had done is paused in the run that follows.', () => {
  const pauses = [
    { chain: 'paused', key: 'paused', since: 5 },
    { chain: 'resumed' },
    { chain: 'unknown' },
    { chain: 'elsewhere', since: 6 },
  ];
  const carried = ['paused', 'resumed', 'left'].map((chain) => ({ chain, waiting: [], paused: 1 }));
  const redone = { since: 1, marks: [], pauses };
  expect(Array.from(hosted(LANE, redone, carried).all.values(), ({ id, pausedAt }) => [id, pausedAt])).toEqual([
    ['paused', 5],
    ['resumed', undefined],
    ['left', 1],
    ['elsewhere', 6],
  ]);
  const own = hosted({ kind: 'key', chain: 'paused', key: 'paused' }, redone);
  expect(Array.from(own.all.values(), ({ id, pausedAt }) => [id, pausedAt])).toEqual([['paused', 5]]);
});

test('I12: A record whose dead letter comes back in its place does not wait beside it.', () => {
  const place = { stream: STREAM, position: { partition: 0, leaderEpoch: 0, offset: '1' } };
  const chains = hosted(LANE, { since: 1, marks: [], replaced: [place] });
  expect(chains.push(STREAM, record('k', 'k')).inbox.size).toBe(0);
  expect(chains.push({ ...STREAM, replay: 1 }, record('k', 'k')).inbox.size).toBe(1);
  expect(chains.push(STREAM, { ...record('k', 'k'), offset: '2' }).inbox.size).toBe(2);
});
