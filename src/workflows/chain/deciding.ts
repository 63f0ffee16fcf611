/** Chains whose failed record is being passed over or parked just now: until a dead letter is written, they wait. */
const since = new WeakMap<object, number>();

/** Marks the chain while `work` is under way. */
export const whileDeciding = async <T>(chain: object, work: () => Promise<T>): Promise<T> => {
  since.set(chain, Date.now());
  try {
    return await work();
  } finally {
    since.delete(chain);
  }
};

/** Since when, in milliseconds since the epoch; undefined if it is not. */
export const decidingSince = (chain: object): number | undefined => since.get(chain);
