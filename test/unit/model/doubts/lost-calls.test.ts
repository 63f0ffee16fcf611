import { jsonSize } from '../../../../src/model/json/json-size';
import { lostCalls } from '../../../../src/model/doubts/lost-calls';
import { UnknownOutcomes } from '../../../../src/model/doubts/unknown-outcomes';

const calls = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ step: `0-${index}`, index, destination: 'bank', request: {} }));
const lost = { since: 5, cause: 'worker-lost', revision: 2 };

test('I12: What a lost attempt of very many calls leaves is small: the next ones by name, and one doubt for those behind.', () => {
  const effects = calls(9_900);
  const left = lostCalls({ effects, revision: 2 }, 5);
  expect(left).toHaveLength(20);
  expect(jsonSize(JSON.stringify(left))).toBeLessThan(4_000);
  expect(left.slice(0, 19)).toEqual(effects.slice(0, 19).map(({ step }) => ({ ...lost, step, destination: 'bank' })));
  expect(left[19]).toEqual(lost);
  const known = new UnknownOutcomes(left);
  for (const { step } of effects.slice(0, 500)) known.done(step);
  expect([known.all, effects.filter(({ step }) => known.of(step, 2) === undefined)]).toEqual([[lost], []]);
});

test('I12: A lost attempt of twenty calls leaves each by name, whatever else is done or asks for nothing.', () => {
  const effects = [...calls(22), { step: 'read', index: 30, destination: 'bank', request: { method: 'GET' } }];
  const left = lostCalls({ effects, done: ['0-0', '0-1'] }, 5);
  expect(left.map(({ step }) => step)).toEqual(
    calls(22)
      .slice(2)
      .map(({ step }) => step),
  );
});

test('I12: Attempts that are lost again and again leave hardly more than one does.', () => {
  const effects = calls(200);
  let known: ReturnType<typeof lostCalls> = [];
  for (let made = 0; made < 200; made += 7) {
    const done = effects.slice(0, made).map(({ step }) => step);
    const outcomes = new UnknownOutcomes(known);
    for (const step of done) outcomes.done(step);
    for (const call of lostCalls({ effects, done }, made)) outcomes.noteCall(call);
    known = outcomes.all;
    expect(known.length).toBeLessThanOrEqual(21);
    expect(effects.slice(made).filter(({ step }) => outcomes.of(step) === undefined)).toEqual([]);
  }
});
