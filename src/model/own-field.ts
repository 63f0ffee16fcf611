/** The value at a path of fields. It reads only own properties, because a path must not reach into prototypes. */
export const ownField = (value: unknown, path: readonly string[]): unknown => {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
};
