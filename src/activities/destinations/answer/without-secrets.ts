import { HIDDEN, WrittenSecrets } from './written-secrets';

/**
 * Replaces each of `secrets` in `text` with `***`, also as a URL, JSON or base64 writes it. For words about calls, never for
 * data: a text that still holds one, written in some other way, is replaced as a whole.
 */
export const textWithoutSecrets = (text: string, secrets: readonly string[]): string => {
  const written = WrittenSecrets.of(secrets);
  const shown = written.hiddenIn(text);
  return written.isIn(shown) ? HIDDEN : shown;
};

/**
 * Replaces each of `secrets` with `***` in the texts and names of JSON data, and only there: a secret of digits must
 * not change a number. Returns undefined if the data is nested too deeply to search.
 */
export const withoutSecrets = <Data>(data: Data, secrets: readonly string[]): Data | undefined => {
  try {
    return secrets.length === 0 ? data : (hidden(data, WrittenSecrets.of(secrets)) as Data);
  } catch {
    // Only a stack overflow can end up here, because parsed JSON has no cycles.
    return undefined;
  }
};

const hidden = (data: unknown, secrets: WrittenSecrets): unknown => {
  if (typeof data === 'string') return secrets.hiddenIn(data);
  if (Array.isArray(data)) return data.map((item) => hidden(item, secrets));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [secrets.hiddenIn(name), hidden(value, secrets)]),
  );
};
