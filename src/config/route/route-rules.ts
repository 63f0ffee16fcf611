// Rules across the options of routes.
import { deliverHeaderProblems } from './deliver-header-rules';
import { knownDestination, unknownDestination } from '../destination/known-destination';
import { pathProblems } from '../destination/path-rules';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf, textsOf } from '../checking/raw';
import { sharedKeyProblems } from './shared-key-rules';
import { templateProblems } from './template-rules';
import { tombstoneCallProblems } from './tombstone-rules';
import { retryProblems } from '../destination/retry-policy';

const KINDS = ['workflow', 'deliver', 'publish'] as const;

const handlerProblems = (name: string, route: unknown): readonly Problem[] => {
  const given = KINDS.filter((kind) => fieldOf(route, kind) !== undefined);
  if (given.length === 1) return [];
  const both = given.length === 2 ? 'both ' : '';
  return [
    {
      option: optionPath(['routes', name]),
      got: given.length === 0 ? 'neither' : `${both}${given.join(' and ')}`,
      expected: 'exactly one of workflow, deliver and publish',
    },
  ];
};

const deliverProblems = (name: string, route: unknown, definition: unknown): readonly Problem[] => {
  const deliver = fieldOf(route, 'deliver');
  const to = textOf(fieldOf(deliver, 'to'));
  const target = knownDestination(definition, to);
  const problems: Problem[] = [];
  if (to !== undefined && target === undefined) {
    problems.push(unknownDestination(definition, ['routes', name, 'deliver', 'to'], to));
  }
  const value = fieldOf(route, 'value') ?? 'json';
  const path = ['routes', name, 'deliver'];
  return [
    ...problems,
    ...deliverHeaderProblems(path, deliver, target?.options, value),
    ...tombstoneCallProblems(path, deliver),
    ...pathProblems([...path, 'path'], fieldOf(deliver, 'path'), target?.options),
    ...pathProblems([...path, 'tombstone', 'path'], fieldOf(fieldOf(deliver, 'tombstone'), 'path'), target?.options),
  ];
};

/** Each published record has headers of ours, and those who read the first of a name would take this one for it. */
const publishedHeaderProblems = (name: string, route: unknown): readonly Problem[] =>
  entriesOf(fieldOf(fieldOf(route, 'publish'), 'headers'))
    .filter(([header]) => header.startsWith('sluice.'))
    .map(([header]) => ({
      option: optionPath(['routes', name, 'publish', 'headers', header]),
      got: "a name that begins with 'sluice.'",
      expected: 'another one, because these are reserved',
    }));

const retireProblems = (name: string, route: unknown): readonly Problem[] => {
  const retireAfter = fieldOf(route, 'retireAfter');
  if (retireAfter === undefined || fieldOf(route, 'lanes') === undefined) return [];
  return [
    {
      option: optionPath(['routes', name, 'retireAfter']),
      got: `${shownValue(retireAfter)} beside lanes`,
      expected: 'no retireAfter, because lanes forget idle keys anyway',
    },
  ];
};

const numbersProblems = (name: string, route: unknown): readonly Problem[] => {
  const numbers = fieldOf(route, 'numbers');
  if (numbers === undefined) return [];
  const option = optionPath(['routes', name, 'numbers']);
  const value = fieldOf(route, 'value') ?? 'json';
  if (fieldOf(route, 'workflow') === undefined) {
    const expected = 'no numbers, because a route without a handler sends them as they were produced';
    return [{ option, got: shownValue(numbers), expected }];
  }
  if (value === 'json') return [];
  return [{ option, got: shownValue(numbers), expected: `no numbers, because value is ${shownValue(value)}` }];
};

const repeatedTopics = (name: string, route: unknown): readonly Problem[] => {
  const topics = textsOf(fieldOf(route, 'topics'));
  return [...new Set(topics.filter((topic, index) => topics.indexOf(topic) !== index))].map((topic) => ({
    option: optionPath(['routes', name, 'topics']),
    got: `${shownValue(topic)} twice`,
    expected: 'each topic once',
  }));
};

/** Two consumers with different topics in one group would take partitions from each other and stall. */
const sharedGroups = (definition: unknown): readonly Problem[] => {
  const gateway = textOf(fieldOf(definition, 'name')) ?? '';
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, route] of entriesOf(fieldOf(definition, 'routes'))) {
    const groupId = textOf(fieldOf(route, 'groupId') ?? `${gateway}.${name}`) ?? '';
    const other = first.get(groupId);
    if (other === undefined) first.set(groupId, name);
    else {
      problems.push({
        option: optionPath(['routes', name, 'groupId']),
        got: `${shownValue(groupId)}, the group of route ${other}`,
        expected: 'a group that no other route uses',
      });
    }
  }
  return problems;
};

export const routeProblems = (definition: unknown): readonly Problem[] => [
  ...entriesOf(fieldOf(definition, 'routes')).flatMap(([name, route]) =>
    typeof route === 'object' && route !== null
      ? [
          ...handlerProblems(name, route),
          ...deliverProblems(name, route, definition),
          ...templateProblems(name, route),
          ...publishedHeaderProblems(name, route),
          ...numbersProblems(name, route),
          ...repeatedTopics(name, route),
          ...retireProblems(name, route),
          ...retryProblems(['routes', name, 'retry'], fieldOf(route, 'retry')),
        ]
      : [],
  ),
  ...sharedGroups(definition),
  ...sharedKeyProblems(definition),
];
