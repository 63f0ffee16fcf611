// Rules across the `http` options of a poll agent.
import { headerNameProblems, secretHeaderProblems } from '../destination/header-rules';
import { HEADER_VALUE } from '../checking/header-schemas';
import { knownDestination, unknownDestination } from '../destination/known-destination';
import { pathProblems } from '../destination/path-rules';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';

const destinationProblems = (path: readonly string[], http: unknown, definition: unknown): readonly Problem[] => {
  const name = textOf(fieldOf(http, 'destination'));
  if (name === undefined) return [];
  const found = knownDestination(definition, name);
  if (found === undefined) return [unknownDestination(definition, [...path, 'destination'], name)];
  if (fieldOf(fieldOf(http, 'paging'), 'kind') !== 'link' || textOf(fieldOf(found.options, 'baseUrl')) !== undefined)
    return [];
  return [
    {
      option: optionPath([...path, 'paging', 'kind']),
      got: "'link' with a destination in code",
      expected: 'an HTTP destination, which has a base URL that links must stay below',
    },
  ];
};

interface Text {
  readonly path: readonly string[];
  readonly text: string;
}

/** Returns every text below an option, with its path. */
const textsBelow = (path: readonly string[], value: unknown): readonly Text[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsBelow([...path, name], inner));
};

const namesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/\{([A-Za-z][\w-]*)\}/g), ([, name]) => name ?? '');

const variableProblems = (path: readonly string[], http: unknown, parameters: unknown): readonly Problem[] => {
  const known = entriesOf(parameters).map(([name]) => name);
  const placed = ['path', 'query', 'data'].flatMap((option) => textsBelow([option], fieldOf(http, option)));
  const others = ['headers', 'id', 'key'].flatMap((option) => textsBelow([option], fieldOf(http, option)));
  const cursors =
    fieldOf(http, 'paging') === undefined || fieldOf(fieldOf(http, 'paging'), 'kind') === 'link' ? [] : ['cursor'];
  const unknown = (texts: readonly Text[], allowed: readonly string[]): readonly Problem[] =>
    texts.flatMap(({ path: below, text }) =>
      namesIn(text)
        .filter((name) => !allowed.includes(name))
        .map((name) => ({
          option: optionPath([...path, ...below]),
          got: `{${name}}`,
          expected:
            allowed.length === 0
              ? 'no variables: the agent has no parameters'
              : `one of ${allowed.map((one) => `{${one}}`).join(', ')}`,
        })),
    );
  return [...unknown(placed, [...cursors, ...known]), ...unknown(others, known)];
};

const cursorProblems = (path: readonly string[], http: unknown, parameters: unknown): readonly Problem[] => {
  if (fieldOf(http, 'paging') === undefined || fieldOf(parameters, 'cursor') === undefined) return [];
  const expected = 'parameters with other names, because {cursor} is the place from which the poll goes on';
  return [{ option: optionPath([...path, 'paging']), got: 'a parameter named cursor', expected }];
};

/** Only this kind of paging never meets an item again. */
const appends = (paging: unknown): boolean =>
  fieldOf(paging, 'kind') === 'offset' && fieldOf(paging, 'atEnd') !== 'restart';

const idProblems = (path: readonly string[], http: unknown): readonly Problem[] => {
  const paging = fieldOf(http, 'paging');
  if (paging === undefined || appends(paging) || fieldOf(http, 'id') !== undefined) return [];
  const expected = 'an id of the items: this paging returns items again, and only their ids tell them apart';
  return [{ option: optionPath([...path, 'id']), got: 'nothing', expected }];
};

const startProblems = (path: readonly string[], http: unknown): readonly Problem[] => {
  const paging = fieldOf(http, 'paging');
  const placed = textOf(fieldOf(http, 'path'))?.includes('{cursor}') === true;
  const counts = ['offset', 'page'].includes(textOf(fieldOf(paging, 'kind')) ?? '');
  if (paging === undefined || !placed || counts || fieldOf(paging, 'start') !== undefined) return [];
  const expected = 'what {cursor} is in the path of the first poll';
  return [{ option: optionPath([...path, 'paging', 'start']), got: 'nothing', expected }];
};

const dataProblems = (path: readonly string[], http: unknown): readonly Problem[] => {
  const method = fieldOf(http, 'method') ?? 'GET';
  if (fieldOf(http, 'data') === undefined || method === 'POST') return [];
  const expected = "'POST', because there is data to send";
  return [{ option: optionPath([...path, 'method']), got: shownValue(method), expected }];
};

const headerProblems = (path: readonly string[], http: unknown, definition: unknown): readonly Problem[] => {
  const headers = fieldOf(http, 'headers');
  const target = knownDestination(definition, textOf(fieldOf(http, 'destination')));
  const values = entriesOf(headers)
    .filter(([, value]) => !HEADER_VALUE.test(textOf(value) ?? ''))
    .map(([name]) => ({
      option: optionPath([...path, name]),
      got: 'a value that no header can carry',
      expected: 'one line of plain text',
    }));
  return [...headerNameProblems(path, headers), ...secretHeaderProblems(path, headers, target?.options), ...values];
};

/** `path` leads to the option; `parameters` are those of the agent. */
export const httpPollProblems = (
  path: readonly string[],
  http: unknown,
  parameters: unknown,
  definition: unknown,
): readonly Problem[] =>
  typeof http !== 'object' || http === null
    ? []
    : [
        ...destinationProblems(path, http, definition),
        ...headerProblems([...path, 'headers'], http, definition),
        ...pathProblems(
          [...path, 'path'],
          fieldOf(http, 'path'),
          knownDestination(definition, textOf(fieldOf(http, 'destination')))?.options,
        ),
        ...variableProblems(path, http, parameters),
        ...cursorProblems(path, http, parameters),
        ...idProblems(path, http),
        ...startProblems(path, http),
        ...dataProblems(path, http),
      ];
