// Rules for sets of header names, which HTTP compares without regard to case.
import { DEFAULTS } from '../gateway/defaults';
import { HEADER_NAME } from '../checking/leaf-schemas';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';

/** Reports illegal names, and names given twice in different case. */
export const headerNameProblems = (path: readonly string[], headers: unknown): readonly Problem[] => {
  const names = entriesOf(headers).map(([name]) => name);
  return names.flatMap((name, index) => {
    const option = optionPath([...path, name]);
    if (!HEADER_NAME.test(name)) {
      return [{ option, got: `the name ${shownValue(name)}`, expected: "a header name such as 'X-Request-Id'" }];
    }
    const twice = names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index;
    return twice ? [{ option, got: `the header ${shownValue(name)} twice`, expected: 'each header once' }] : [];
  });
};

/** Sluice sets these headers itself: a value given here would hide the one that makes an effect happen once (I5). */
export const reservedHeaderProblems = (
  path: readonly string[],
  headers: unknown,
  destination: unknown,
): readonly Problem[] => {
  const reserved = [
    textOf(fieldOf(destination, 'idempotencyHeader') ?? DEFAULTS.idempotencyHeader),
    textOf(fieldOf(destination, 'tokenHeader') ?? DEFAULTS.tokenHeader),
  ].map((name) => name?.toLowerCase());
  return entriesOf(headers)
    .filter(([name]) => reserved.includes(name.toLowerCase()))
    .map(([name]) => ({
      option: optionPath([...path, name]),
      got: 'a header that Sluice sets itself',
      expected: 'only headers that Sluice does not set (idempotencyHeader and tokenHeader rename it)',
    }));
};
