import { DoneCalls } from '../../../../src/workflows/head/done-calls';

const effect = (step: string) => ({ step, index: 1, destination: 'bank', request: {} });

test('I12: A done call is known with its request, from when the first call under its key began.', () => {
  const calls = new DoneCalls();
  const doubt = { step: 'pay', since: 5, cause: 'timeout' } as const;
  const other = { step: 'book', since: 5, cause: 'timeout', revision: 1 } as const;
  calls.note([effect('pay'), effect('book')], { requests: { pay: 'digest' }, sentAs: { pay: 'form' } }, {}, 9, [
    doubt,
    other,
  ]);
  const known = [
    { step: 'pay', destination: 'bank', since: 5, cause: 'done-before', request: 'digest', sentAs: 'form' },
    { step: 'book', destination: 'bank', since: 9, cause: 'done-before' },
  ];
  expect(calls.of(['pay', 'book'], 100)).toEqual(known);
  expect(new DoneCalls(calls.carry().doneCalls).of(['book', 'pay'], 100)).toEqual(known.toReversed());
});

test('Done steps called like parts of every object are known like others.', () => {
  const calls = new DoneCalls();
  calls.note([effect('constructor'), effect('__proto__')], { requests: {} }, { revision: 2 }, 9, []);
  expect(calls.of(['constructor', '__proto__'], 100)).toEqual([
    { step: 'constructor', destination: 'bank', since: 9, cause: 'done-before', revision: 2 },
    { step: '__proto__', destination: 'bank', since: 9, cause: 'done-before', revision: 2 },
  ]);
});

test('I10: Of thousands of done calls a hundred are kept, and of the others when the first one was made.', () => {
  const calls = new DoneCalls();
  for (let step = 0; step < 5_000; step += 1) calls.note([effect(`s${step}`)], {}, {}, 1_000 - step, []);
  expect(calls.carry().doneCalls).toHaveLength(101);
  const [again] = new DoneCalls(calls.carry().doneCalls).of(['s4000'], 100);
  expect(again).toEqual({ step: 's4000', since: -3_999, cause: 'done-before' });
  calls.clear();
  expect(calls.carry()).toEqual({});
  expect(calls.of(['child'], 100)).toEqual([{ step: 'child', since: 100, cause: 'done-before' }]);
});

test('Done calls that asked for nothing to be done are of no concern to whoever makes them again.', () => {
  const calls = new DoneCalls();
  const read = { ...effect('read'), request: { method: 'GET' } };
  const asking = { ...read, step: 'ask', callback: { step: 'cb', round: 1, deadline: 0, marker: '***' } };
  calls.note([read, effect('pay'), asking], {}, {}, 9, []);
  const { doneCalls, safeCalls } = calls.carry();
  expect([doneCalls?.map(({ step }) => step), safeCalls]).toEqual([['pay', 'ask'], ['read']]);
  const again = new DoneCalls(doneCalls, safeCalls);
  expect(again.of(['pay', 'read', 'ask'], 100).map(({ step }) => step)).toEqual(['pay', 'ask']);
  again.clear();
  expect(again.carry()).toEqual({});
});
