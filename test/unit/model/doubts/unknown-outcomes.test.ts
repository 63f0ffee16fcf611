import fc from 'fast-check';
import { UnknownOutcomes } from '../../../../src/model/doubts/unknown-outcomes';
import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';

const timeout = (given: Partial<UnknownOutcome> = {}): UnknownOutcome => ({
  step: 'pay',
  destination: 'bank',
  since: 1_000,
  cause: 'timeout',
  request: 'digest',
  ...given,
});

test('Of several calls under one idempotency key, the first one is remembered.', () => {
  const outcomes = new UnknownOutcomes([timeout({ since: 2_000, cause: 'network' })]);
  outcomes.note(timeout());
  outcomes.note(timeout({ since: 3_000, cause: 'stopped' }));
  expect(outcomes.all).toEqual([timeout()]);
});

test('A request that only a later call under the key knows is remembered with the first one.', () => {
  const outcomes = new UnknownOutcomes([{ step: 'pay', destination: 'bank', since: 1, cause: 'http-status' }]);
  outcomes.note(timeout());
  expect(outcomes.of('pay')).toMatchObject({ since: 1, cause: 'http-status', request: 'digest' });
});

test('A call under another revision is another effect, and both are remembered.', () => {
  const outcomes = new UnknownOutcomes([timeout(), timeout({ since: 2_000, revision: 1 })]);
  expect(outcomes.of('pay', 1)?.since).toBe(2_000);
  expect(outcomes.of('pay', 2)).toBeUndefined();
  expect(outcomes.all).toHaveLength(2);
});

test('A call that was lost with its worker stands for every step of its revision.', () => {
  const outcomes = new UnknownOutcomes([{ since: 1, cause: 'worker-lost' }]);
  expect(outcomes.of('any')?.cause).toBe('worker-lost');
  expect(outcomes.of('any', 1)).toBeUndefined();
  outcomes.done('any');
  expect(outcomes.all).toHaveLength(1);
});

test('A call that was lost with its worker counts as the first one of each step, and what a later one sent is known.', () => {
  const outcomes = new UnknownOutcomes([timeout({ since: 2_000 }), { since: 1, cause: 'worker-lost' }]);
  expect(outcomes.of('pay')).toEqual(timeout({ since: 1 }));
  expect(outcomes.of('pay', 1)).toBeUndefined();
});

test('An unknown outcome is forgotten once its step is done.', () => {
  const outcomes = new UnknownOutcomes([timeout(), timeout({ step: 'tell' })]);
  outcomes.done('pay');
  expect(outcomes.all).toEqual([timeout({ step: 'tell' })]);
});

test('A new call without an outcome ends what was refused before under its key, and a lost one under every key.', () => {
  const refused = (): UnknownOutcomes =>
    new UnknownOutcomes([
      timeout({ refusedSince: 5, unreadable: 2 }),
      timeout({ step: 'tell', since: 2_000, refusedSince: 5 }),
      timeout({ revision: 1, since: 3_000, refusedSince: 5 }),
    ]);
  const since = (outcomes: UnknownOutcomes): unknown => outcomes.all.map(({ refusedSince = 0 }) => refusedSince);
  const again = refused();
  again.noteCall(timeout({ since: 9_000 }));
  expect(since(again)).toEqual([0, 5, 5]);
  expect(again.all[0]?.unreadable).toBe(2);
  const lost = refused();
  lost.noteCall({ since: 9_000, cause: 'worker-lost' });
  expect(since(lost)).toEqual([0, 0, 5, 0]);
});

test('Refusals and answers that cannot be read count anew once an operator tries again.', () => {
  const outcomes = new UnknownOutcomes([timeout({ refusedSince: 5, unreadable: 3 })]);
  outcomes.retried();
  expect(outcomes.all).toEqual([timeout()]);
});

test('Whatever the order in which calls are noted, what is remembered is the same.', () => {
  const call = fc.record({
    step: fc.constantFrom('a', 'b'),
    since: fc.integer({ min: 0, max: 1_000 }),
    revision: fc.constantFrom(0, 1),
    unreadable: fc.integer({ min: 0, max: 3 }),
  });
  const calls = fc.uniqueArray(call, { selector: ({ since }) => since, maxLength: 8 });
  fc.assert(
    fc.property(calls, (known) => {
      const wired = known.map((one): UnknownOutcome => ({ ...one, cause: 'timeout' }));
      const summary = (list: readonly UnknownOutcome[]): unknown =>
        new UnknownOutcomes(list).all.map(({ step, since, revision, unreadable = 0 }) => [
          step,
          since,
          revision,
          unreadable,
        ]);
      expect(summary(wired)).toEqual(summary([...wired].reverse()));
    }),
  );
});
