/**
 * The value at a field path. A name may have dots itself (`@odata.nextLink`): where an object has such a name, that
 * counts before the fields that the dots would lead to. It reads only own properties, because a path must not reach
 * into prototypes.
 */
export const itemField = (value: unknown, path: string): unknown => found(value, path.split('.'));

const found = (value: unknown, path: readonly string[]): unknown => {
  if (path.length === 0) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    if (!Object.hasOwn(value, name)) continue;
    const inner = found((value as Readonly<Record<string, unknown>>)[name], path.slice(length));
    if (inner !== undefined) return inner;
  }
  return undefined;
};
