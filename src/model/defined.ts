type Defined<Fields extends object> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/**
 * The fields that have a value, in their order, so that an optional field is absent and never undefined. Spread it into
 * an object that goes on a wire or into a history, whose bytes must not depend on who built it.
 */
export const defined = <Fields extends object>(fields: Fields): Defined<Fields> => {
  const found: Defined<Fields> = {};
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    const value = fields[name];
    if (value !== undefined) found[name] = value as Exclude<Fields[typeof name], undefined>;
  }
  return found;
};
