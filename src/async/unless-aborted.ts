/** Settles as `work` does, or rejects with the reason of the first of `signals` that is aborted. The work goes on. */
export const unlessAborted = async <T>(work: Promise<T>, ...signals: readonly AbortSignal[]): Promise<T> => {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = (): void => {
      reject(signals.find((signal) => signal.aborted)?.reason as Error);
    };
  });
  if (signals.some((signal) => signal.aborted)) stop();
  for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
};
