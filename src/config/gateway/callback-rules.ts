// Rules around callbacks: their secrets, and who needs the endpoint.
import { DEFAULTS } from './defaults';
import type { Environment } from '../connections/environment';
import type { Files } from '../connections/files';
import { optionPath } from '../checking/option-path';
import type { Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';
import { readSecret } from '../destination/secret-value';
import { shownValue } from '../checking/shown-value';

/** HMAC-SHA256 is as strong as its key. */
const LEAST_SECRET_CHARACTERS = 32;

const secretProblems = (definition: unknown, env: Environment, files: Files): readonly Problem[] => {
  const given = fieldOf(fieldOf(definition, 'callbacks'), 'secret');
  const all = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  return all.flatMap((secret, index) => {
    const variable = textOf(fieldOf(secret, 'secretFrom'));
    if (variable === undefined) return [];
    const option = Array.isArray(given) ? `callbacks.secret[${index}]` : 'callbacks.secret';
    const read = readSecret(variable, env, files, option);
    if ('problem' in read) return [read.problem];
    if (read.value.length >= LEAST_SECRET_CHARACTERS) return [];
    const got = `a secret of ${read.value.length} characters`;
    return [{ option, variable, got, expected: `at least ${LEAST_SECRET_CHARACTERS} random characters` }];
  });
};

const routeProblems = (name: string, route: unknown, definition: unknown): readonly Problem[] => {
  const deliver = fieldOf(route, 'deliver');
  const path = textOf(fieldOf(deliver, 'path')) ?? '';
  const at = (option: string): string => optionPath(['routes', name, 'deliver', option]);
  if (fieldOf(deliver, 'completes') !== 'callback') {
    if (!path.includes('{callback}')) return [];
    const expected = "no {callback} unless completes is 'callback'";
    return [{ option: at('path'), got: shownValue(path), expected }];
  }
  const problems: Problem[] = [];
  if (fieldOf(definition, 'callbacks') === undefined) {
    const expected = 'the option callbacks, which says where callbacks arrive';
    problems.push({ option: at('completes'), got: "'callback' without callbacks", expected });
  }
  const header = textOf(fieldOf(deliver, 'callbackHeader') ?? DEFAULTS.callbackHeader);
  const target = fieldOf(fieldOf(definition, 'destinations'), textOf(fieldOf(deliver, 'to')) ?? '');
  const others = [
    textOf(fieldOf(target, 'idempotencyHeader') ?? DEFAULTS.idempotencyHeader),
    textOf(fieldOf(target, 'tokenHeader') ?? DEFAULTS.tokenHeader),
    ...entriesOf(fieldOf(deliver, 'headers')).map(([other]) => other),
  ];
  if (header !== undefined && others.some((other) => other?.toLowerCase() === header.toLowerCase())) {
    const expected = 'a header that nothing else sets';
    problems.push({ option: at('callbackHeader'), got: shownValue(header), expected });
  }
  return problems;
};

export const callbackProblems = (definition: unknown, env: Environment, files: Files): readonly Problem[] => [
  ...secretProblems(definition, env, files),
  ...entriesOf(fieldOf(definition, 'routes')).flatMap(([name, route]) => routeProblems(name, route, definition)),
];
