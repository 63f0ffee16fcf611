import { leavesSegment } from '../destinations/request/leaves-segment';
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

/** Fills in a path, with its query if it has one, each text encoded so that it stays where it is put. */
export const filledPath = (template: string, valueOf: (name: string) => unknown): string => {
  const query = template.indexOf('?');
  const [path, rest] = query < 0 ? [template, ''] : [template.slice(0, query), template.slice(query)];
  return filledIn(path, valueOf, inPath) + filledIn(rest, valueOf, encodeURIComponent);
};

const inPath = (text: string, name: string): string => {
  if (text === '' || leavesSegment(text)) {
    throw pollInvalid(`The path cannot hold ${JSON.stringify(text.slice(0, 100))} as {${name}}.`);
  }
  return encodeURIComponent(text);
};
