// Rules for the headers of a `deliver` route.
import { DEFAULTS } from '../checking/defaults';
import {
  headerNameProblems,
  ownHeaderProblems,
  ownHeaders,
  reservedHeaderProblems,
  secretHeaderProblems,
} from '../destination/header-rules';
import { headerId, refusedHeader } from '../destination/refused-header';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf, textsOf } from '../checking/raw';

const TOMBSTONE = 'sluice-tombstone';

/** Who sets a header anyway, so that a record's own would be lost. */
const setBy = (id: string, deliver: unknown, destination: unknown): string | undefined => {
  const names = (headers: unknown): readonly string[] => entriesOf(headers).map(([name]) => headerId(name));
  const callback = textOf(fieldOf(deliver, 'callbackHeader') ?? DEFAULTS.callbackHeader) ?? '';
  const called = fieldOf(deliver, 'completes') === 'callback' && id === headerId(callback);
  if (id === TOMBSTONE || called || ownHeaders(destination).includes(id)) return 'which Sluice sets itself';
  if (names(fieldOf(deliver, 'headers')).includes(id)) return 'which headers of the route sets';
  if (names(fieldOf(fieldOf(deliver, 'tombstone'), 'headers')).includes(id)) return 'which headers of tombstones sets';
  const byDestination = id !== 'content-type' && names(fieldOf(destination, 'headers')).includes(id);
  return byDestination ? 'which the destination sets' : undefined;
};

/** Only names in full are checked: a pattern leaves out what a record may not set. */
const copyProblems = (path: readonly string[], deliver: unknown, destination: unknown): readonly Problem[] =>
  textsOf(fieldOf(deliver, 'copyHeaders')).flatMap((name, index) => {
    const refused = refusedHeader(name);
    const why = refused === undefined ? setBy(headerId(name), deliver, destination) : `which ${refused}`;
    if (why === undefined || name.endsWith('*')) return [];
    const option = optionPath([...path, 'copyHeaders', index]);
    return [{ option, got: `${shownValue(name)}, ${why}`, expected: 'only headers that a record may set' }];
  });

const tombstoneProblems = (path: readonly string[], headers: unknown): readonly Problem[] =>
  entriesOf(headers)
    .filter(([name]) => headerId(name) === TOMBSTONE)
    .map(([name]) => ({
      option: optionPath([...path, name]),
      got: 'a header that Sluice sets itself',
      expected: 'only other headers',
    }));

const valueProblems = (path: readonly string[], headers: unknown, value: unknown): readonly Problem[] =>
  entriesOf(headers)
    .filter(([, text]) => value !== 'json' && textOf(text)?.includes('{value.') === true)
    .map(([name]) => ({
      option: optionPath([...path, name]),
      got: '{value.field}',
      expected: `no {value.field}, because value is ${shownValue(value)} and has no fields`,
    }));

/** `path` leads to `deliver`. */
export const deliverHeaderProblems = (
  path: readonly string[],
  deliver: unknown,
  destination: unknown,
  /** How the route reads its values. */
  value: unknown,
): readonly Problem[] => {
  const headers = fieldOf(deliver, 'headers');
  const set = [
    [[...path, 'headers'], headers],
    [[...path, 'tombstone', 'headers'], fieldOf(fieldOf(deliver, 'tombstone'), 'headers')],
  ] as const;
  return [
    ...set.flatMap(([at, given]) => [
      ...headerNameProblems(at, given),
      ...reservedHeaderProblems(at, given, destination),
      ...secretHeaderProblems(at, given, destination),
      ...tombstoneProblems(at, given),
    ]),
    ...valueProblems([...path, 'headers'], headers, value),
    ...copyProblems(path, deliver, destination),
    ...ownHeaderProblems([...path, 'callbackHeader'], fieldOf(deliver, 'callbackHeader')),
  ];
};
