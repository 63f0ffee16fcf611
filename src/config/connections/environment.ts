/** The environment as it is passed in: only cli/ takes it from the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's text; set but empty counts as not set, as in most container platforms. */
export const variableOf = (env: Environment, name: string): string | undefined => {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
};
