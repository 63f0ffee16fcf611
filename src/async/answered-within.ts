/**
 * Settles as `work` does, or rejects with `silent()` if that takes longer than `timeoutMs`. Once the work has called
 * `answered`, it has all the time that it needs. Work that comes too late is left behind.
 */
export const answeredWithin = async <T>(
  work: (answered: () => void) => Promise<T>,
  timeoutMs: number,
  silent: () => Error,
): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(silent());
    }, timeoutMs);
  });
  const answered = (): void => {
    clearTimeout(timer);
  };
  try {
    return await Promise.race([work(answered), silence]);
  } finally {
    answered();
  }
};
