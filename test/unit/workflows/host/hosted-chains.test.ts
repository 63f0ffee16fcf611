import type { Hosting } from '../../../../src/model/contract/contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import { AnswerRoom } from '../../../../src/workflows/chain/answer-limits';
import type { Chain } from '../../../../src/workflows/chain/chain';
import { ChainTally } from '../../../../src/workflows/chain/chain-tally';
import { InlineBudget } from '../../../../src/workflows/chain/inbox';
import { HostedChains } from '../../../../src/workflows/host/hosted-chains';

const LANE = { kind: 'lane', lane: 0, of: 1 } as const;

const hosted = (hosting: Hosting = LANE): HostedChains =>
  new HostedChains({ hosting }, new InlineBudget(1_000), new ChainTally<Chain>(() => undefined), new AnswerRoom());

const record = (chain: string, key: WireRecord['key']): WireRecord => ({
  ...{ partition: 0, leaderEpoch: 0, offset: '1', chain, key, timestamp: 0 },
  value: { json: 1 },
});

test('A lane that was told to pause a key without its name takes the name from the first record of the key.', () => {
  const chains = hosted();
  chains.hosted('acc%2F07')?.pause();
  expect(chains.of(record('acc%2F07', 'acc/07')).key).toBe('acc/07');
  expect(chains.of(record('~null-p0', null)).key).toBeNull();
});

test('A lane pauses no key that it knows neither by a record nor by name.', () => {
  const chains = hosted();
  const key = chains.of(record('known', 'known'));
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
    chains.of(record('full', 'full')).inbox.push({ id: 's', topic: 't' }, record('full', 'full'));
    chains.assertPausable('full', 'full');
  }).not.toThrow();
});
