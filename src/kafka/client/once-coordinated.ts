import { setTimeout as delay } from 'node:timers/promises';
import { isCoordinatorNotReady } from './kafka-error';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 250;

/**
 * Asks for a group again, for 10 seconds, while its coordinator is not ready. kafkajs gives up after a second, which a
 * broker that has just started needs to load its groups.
 * @throws whatever `ask` throws.
 */
export const onceCoordinated = async <T>(
  ask: () => Promise<T>,
  { patienceMs = PATIENCE_MS, pauseMs = PAUSE_MS } = {},
): Promise<T> => {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isCoordinatorNotReady(error) || Date.now() >= deadline) throw error;
      await delay(pauseMs);
    }
  }
};
