const HIDDEN = '***';

/** `text` in which each of `secrets` is `***`. */
export const textWithoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);

/**
 * Data as of JSON, in whose texts and names each of `secrets` is `***`. Only there: a secret of digits must not make a
 * number something else. Undefined: it is nested too deeply to be looked through.
 */
export const withoutSecrets = <Data>(data: Data, secrets: readonly string[]): Data | undefined => {
  try {
    return secrets.length === 0 ? data : (hidden(data, secrets) as Data);
  } catch {
    // Only a stack that overflows can end up here: what was parsed from JSON has no cycles.
    return undefined;
  }
};

const hidden = (data: unknown, secrets: readonly string[]): unknown => {
  if (typeof data === 'string') return textWithoutSecrets(data, secrets);
  if (Array.isArray(data)) return data.map((item) => hidden(item, secrets));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [textWithoutSecrets(name, secrets), hidden(value, secrets)]),
  );
};
