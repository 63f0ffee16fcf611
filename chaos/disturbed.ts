import { setTimeout as delay } from 'node:timers/promises';
import type { TcpProxy } from './tcp-proxy';

export type Disturbance = 'cut' | 'stall' | 'slow';

const SLOW_MS = 200;

/** Cuts, stalls or slows down what goes through, and lets it through again after `lastsMs`. */
export const disturbed = async (proxy: TcpProxy, how: Disturbance, lastsMs: number): Promise<void> => {
  if (how === 'cut') proxy.cut();
  proxy.set(how === 'cut' ? 'refusing' : how === 'stall' ? 'stalled' : { delayMs: SLOW_MS });
  await delay(lastsMs);
  proxy.set('through');
};
