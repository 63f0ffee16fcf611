// Finds the destinations that routes and poll agents name.
import { didYouMean } from '../checking/closest-name';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf } from '../checking/raw';

/** Undefined if the configuration has no destination of this name. Its `options` may have any shape. */
export const knownDestination = (
  definition: unknown,
  name: string | undefined,
): { readonly options: unknown } | undefined => {
  const found = entriesOf(fieldOf(definition, 'destinations')).find(([destination]) => destination === name);
  return found && { options: found[1] };
};

/** `path` leads to the option that names a missing destination. */
export const unknownDestination = (definition: unknown, path: readonly string[], name: string): Problem => {
  const known = entriesOf(fieldOf(definition, 'destinations')).map(([destination]) => destination);
  const list =
    known.length === 0
      ? 'the name of a destination, of which the configuration has none'
      : `one of the destinations ${known.join(', ')}`;
  return { option: optionPath(path), got: shownValue(name), expected: list + didYouMean(name, known) };
};
