import type { CallResult } from './destination';

const HIDDEN = '***';

/** Replaces each of `secrets` in `text` with `***`, also as a URL writes it. For words about calls, never for data. */
export const textWithoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce(
    (shown, secret) => shown.replaceAll(secret, HIDDEN).replaceAll(encodeURIComponent(secret), HIDDEN),
    text,
  );

/**
 * Replaces each of `secrets` with `***` in the texts and names of JSON data, and only there: a secret of digits must
 * not change a number. Returns undefined if the data is nested too deeply to search.
 */
export const withoutSecrets = <Data>(data: Data, secrets: readonly string[]): Data | undefined => {
  try {
    return secrets.length === 0 ? data : (hidden(data, secrets) as Data);
  } catch {
    // Only a stack overflow can end up here, because parsed JSON has no cycles.
    return undefined;
  }
};

/** False if masking has changed the data of an answer and not its text: escapes hide a secret there. */
export const sourceAgrees = (result: CallResult): boolean => {
  const response = result !== 'not-begun' && 'response' in result ? result.response : undefined;
  if (response?.source === undefined) return true;
  return JSON.stringify(JSON.parse(response.source)) === JSON.stringify(response.data);
};

const without = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);

const hidden = (data: unknown, secrets: readonly string[]): unknown => {
  if (typeof data === 'string') return without(data, secrets);
  if (Array.isArray(data)) return data.map((item) => hidden(item, secrets));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [without(name, secrets), hidden(value, secrets)]),
  );
};
