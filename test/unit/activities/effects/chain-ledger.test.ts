import { ChainLedger } from '../../../../src/activities/effects/chain-ledger';
import type { EffectFailure } from '../../../../src/model/contract/effect-contract';
import type { EffectFacts } from '../../../../src/model/contract/effect-ledger';

const failure = (more: Partial<EffectFailure> = {}): EffectFailure =>
  ({ step: 'pay', destination: 'bank', code: 'timeout', message: '', terminal: true, ...more }) as EffectFailure;

const marksOf = (unseen: boolean, ...failures: readonly EffectFailure[]): readonly EffectFacts[] => {
  const ledger = new ChainLedger({ keep: 9, exported: false, unseen });
  for (const one of failures) ledger.failed(0, one, 1);
  return ledger.made.map(([, facts]) => facts);
};

test('I12: The ledger marks a failure for good after which the effect may have happened all the same, and no other.', () => {
  const [surely, perhaps] = marksOf(false, failure(), failure({ perhapsDone: true }));
  expect(surely).toHaveLength(7);
  expect(perhaps?.slice(6)).toEqual(['timeout', 0, 1]);
  const [unseen, both] = marksOf(true, failure(), failure({ perhapsDone: true }));
  expect(unseen?.slice(6)).toEqual(['timeout', 1]);
  expect(both?.slice(6)).toEqual(['timeout', 1, 1]);
});
