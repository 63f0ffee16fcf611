import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits for so many turns of the event loop. */
export const turnsPass = async (count: number): Promise<void> => {
  for (let passed = 0; passed < count; passed += 1) await nextTurn();
};
