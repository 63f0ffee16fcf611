/**
 * A promise for a handler, which may look at it later, or never. To Temporal's SDK, a rejection that nobody looks at is a
 * fault of the whole workflow: it fails the task for ever, and with it all keys of a lane.
 */
export const given = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};
