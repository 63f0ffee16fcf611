/** If one throws, the others stop and end before the attempt does: Temporal may start the next one then (I6). */
export const allEnded = async <T>(work: readonly Promise<T>[], stop: () => void): Promise<readonly T[]> => {
  try {
    return await Promise.all(work);
  } catch (error) {
    stop();
    await Promise.allSettled(work);
    throw error;
  }
};
