// Rules for sets of headers, whose names HTTP compares without regard to case.
import { DEFAULTS } from '../checking/defaults';
import { HEADER_NAME } from '../checking/header-schemas';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';
import { headerId, refusedHeader } from './refused-header';

const OTHERS = 'only headers that a request may set';

/** Reports illegal names, names given twice in different case, and headers that no request may set. */
export const headerNameProblems = (
  path: readonly string[],
  headers: unknown,
  /** Names that may be set here all the same. */
  allowed: readonly string[] = [],
): readonly Problem[] => {
  const names = entriesOf(headers).map(([name]) => name);
  return names.flatMap((name, index) => {
    const option = optionPath([...path, name]);
    if (!HEADER_NAME.test(name)) {
      return [{ option, got: `the name ${shownValue(name)}`, expected: "a header name such as 'X-Request-Id'" }];
    }
    const refused = allowed.includes(headerId(name)) ? undefined : refusedHeader(name);
    if (refused !== undefined) return [{ option, got: `a header that ${refused}`, expected: OTHERS }];
    const twice = names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index;
    return twice ? [{ option, got: `the header ${shownValue(name)} twice`, expected: 'each header once' }] : [];
  });
};

/** Reports an option that names a header which Sluice cannot set without losing what HTTP or the body needs there. */
export const ownHeaderProblems = (path: readonly string[], name: unknown): readonly Problem[] => {
  const given = textOf(name);
  if (given === undefined) return [];
  const reason = headerId(given) === 'content-type' ? 'says what the body is' : refusedHeader(given);
  if (reason === undefined) return [];
  return [{ option: optionPath(path), got: `${shownValue(given)}, which ${reason}`, expected: 'a header of its own' }];
};

/** The headers that Sluice sets in each call of a destination, as `headerId` gives them. */
export const ownHeaders = (destination: unknown): readonly string[] =>
  [
    textOf(fieldOf(destination, 'idempotencyHeader') ?? DEFAULTS.idempotencyHeader),
    textOf(fieldOf(destination, 'tokenHeader') ?? DEFAULTS.tokenHeader),
  ].flatMap((name) => (name === undefined ? [] : [headerId(name)]));

/** Sluice sets these headers itself: a value given here would hide the one that makes an effect happen once (I5). */
export const reservedHeaderProblems = (
  path: readonly string[],
  headers: unknown,
  destination: unknown,
): readonly Problem[] => {
  const reserved = ownHeaders(destination);
  return entriesOf(headers)
    .filter(([name]) => reserved.includes(headerId(name)))
    .map(([name]) => ({
      option: optionPath([...path, name]),
      got: 'a header that Sluice sets itself',
      expected: 'only headers that Sluice does not set (idempotencyHeader and tokenHeader rename it)',
    }));
};

/** A credential of a destination is not replaced by those who call it. */
export const secretHeaderProblems = (
  path: readonly string[],
  headers: unknown,
  destination: unknown,
): readonly Problem[] => {
  const secret = entriesOf(fieldOf(destination, 'headers'))
    .filter(([, value]) => fieldOf(value, 'secretFrom') !== undefined)
    .map(([name]) => headerId(name));
  return entriesOf(headers)
    .filter(([name]) => secret.includes(headerId(name)))
    .map(([name]) => ({
      option: optionPath([...path, name]),
      got: 'a header that the destination sets from a secret',
      expected: 'only other headers',
    }));
};
