import { optionPath, shownValue, type Problem } from '../checking/problem';
import { fieldOf, textOf } from '../checking/raw';
import { pathFault } from './path-fault';

/** Stands for what a variable is filled in with. */
const FILLED = 'x';

/**
 * Reports a template of a path that no request can have, whatever fills it in: each call would fail. What a destination
 * in code makes of its path is its own matter.
 */
export const pathProblems = (path: readonly string[], template: unknown, destination: unknown): readonly Problem[] => {
  const text = textOf(template);
  if (text === undefined || fieldOf(destination, 'baseUrl') === undefined) return [];
  const expected = pathFault(text.replace(/\{[^{}]*\}/g, FILLED));
  // That one does not begin with a slash, the schema says itself.
  if (expected === undefined || !text.startsWith('/')) return [];
  return [{ option: optionPath(path), got: shownValue(text), expected }];
};
