/**
 * Resolves to the outcome of `work`, or rejects with `message` once `signal` aborts. Work that ignores the signal is
 * left behind, and its outcome is dropped.
 */
export const untilAborted = <T>(work: T | PromiseLike<T>, signal: AbortSignal, message: string): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new Error(message));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', stop);
      });
  });
