import { pollInvalid } from './poll-failure';

/**
 * Fills in each `{name}` of a template.
 * @throws PollFailure if there is no text, number, true or false for it.
 */
export const filledIn = (
  template: string,
  valueOf: (name: string) => unknown,
  written: (text: string, name: string) => string = (text) => text,
): string =>
  template.replace(/\{([^{}]*)\}/g, (_match, name: string) => {
    const value = valueOf(name);
    const text = plainText(value);
    if (text === undefined) {
      throw pollInvalid(`${JSON.stringify(template)} needs {${name}}, but there is no text, number, true or false.`);
    }
    return written(text, name);
  });

/** A number that JavaScript cannot hold exactly has no text, because two would get the same. */
const plainText = (value: unknown): string | undefined => {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
};

/** Encodes a text so that it stays within its segment of the path. */
export const inPath = (text: string, name: string): string => {
  if (text === '' || text === '.' || text === '..') {
    throw pollInvalid(`The path cannot hold ${JSON.stringify(text)} as {${name}}.`);
  }
  return encodeURIComponent(text);
};
