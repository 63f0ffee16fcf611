import { AsyncLocalStorage } from 'node:async_hooks';

const until = new AsyncLocalStorage<number>();

/** Bounds how long workflows are asked in all, however many there are: a worker that is busy answers none in time. */
export const AskingTime = {
  /** What `work` asks has so many milliseconds together. Whoever is asked after that has not answered. */
  within: <T>(ms: number, work: () => Promise<T>): Promise<T> =>
    until.run(Math.min(Date.now() + ms, until.getStore() ?? Infinity), work),
  /** What is left, at most `most`. */
  leftMs: (most: number): number => Math.min(most, (until.getStore() ?? Infinity) - Date.now()),
} as const;
