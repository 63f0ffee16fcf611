/**
 * The outcome of `work`; or, once `signal` is aborted, an error of this message. Work that does not heed the signal is
 * left behind: nobody hears what it says later.
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
