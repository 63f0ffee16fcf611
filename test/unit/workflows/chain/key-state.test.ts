import { KeyState } from '../../../../src/workflows/chain/key-state';

const shown = (state: unknown): KeyState => {
  const kept = new KeyState({ state });
  kept.shown(JSON.stringify(state));
  return kept;
};

test('I8: What a handler makes of the state counts once its record is settled.', () => {
  const state = shown({ sum: 1 });
  state.replace('{"sum":2}');
  expect([state.value, state.carriedState, state.carry()]).toEqual([{ sum: 2 }, { sum: 1 }, { state: { sum: 1 } }]);
  state.settle();
  expect([state.carriedState, state.carry()]).toEqual([{ sum: 2 }, { state: { sum: 2 } }]);
});

test('I8: The state before the first of several records counts until all of them are settled.', () => {
  const state = shown(1);
  state.replace('2');
  state.shown('2');
  expect(state.carriedState).toBe(1);
  state.settle('2');
  expect(state.carriedState).toBe(2);
});

test('A state is carried with the version of its handler, where that is not the first.', () => {
  const state = new KeyState({});
  expect(state.carry()).toEqual({});
  state.made({ sum: 0 }, 3);
  expect(state.carry()).toEqual({ state: { sum: 0 }, stateVersion: 3 });
  expect(new KeyState(state.carry()).version).toBe(3);
});
