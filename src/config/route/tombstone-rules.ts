// Rules for what a `deliver` route calls for records without a value: where that asks for a field of the value, each of
// them would park its key. A route that says nothing of tombstones may never meet one, and is only warned of.
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';

const FIELD = /\{value\.[^{}]*\}/;
const INSTEAD = "what a record without a value can fill in, such as {key} and {header.name}, or tombstone 'skip'";

/** `path` leads to `deliver`. */
export const tombstoneCallProblems = (path: readonly string[], deliver: unknown): readonly Problem[] => {
  const tombstone = fieldOf(deliver, 'tombstone');
  if (tombstone === undefined || tombstone === 'skip') return [];
  const own = [...path, 'tombstone'];
  /** What the tombstone does not have itself it takes from the route. */
  const part = (name: string): readonly [path: readonly string[], given: unknown] => {
    const given = fieldOf(tombstone, name);
    return given === undefined ? [own, fieldOf(deliver, name)] : [[...own, name], given];
  };
  const [pathOption, template] = part('path');
  const [headersOption, headers] = part('headers');
  return [
    ...fieldProblems(pathOption, 'path', template),
    ...entriesOf(headers).flatMap(([header, text]) =>
      fieldProblems(headersOption === own ? own : [...headersOption, header], `header ${shownValue(header)}`, text),
    ),
  ];
};

const fieldProblems = (option: readonly string[], where: string, template: unknown): readonly Problem[] => {
  const [field] = FIELD.exec(textOf(template) ?? '') ?? [];
  if (field === undefined) return [];
  return [{ option: optionPath(option), got: `${field} in the ${where} of a tombstone`, expected: INSTEAD }];
};
