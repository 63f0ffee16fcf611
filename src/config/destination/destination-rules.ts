// Rules across the options of destinations, and the secrets they name.
import type { Environment, Files } from '../environment/environment';
import { DEFAULTS } from '../checking/defaults';
import { headerNameProblems, ownHeaderProblems, reservedHeaderProblems } from './header-rules';
import { HEADER_VALUE } from '../checking/header-schemas';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';
import { retryProblems } from './retry-policy';
import { readSecret } from '../environment/secret';

const RETRY = { initial: DEFAULTS.retryInitial, maximum: DEFAULTS.retryMaximum };

const secretProblems = (
  path: readonly string[],
  headers: unknown,
  env: Environment,
  files: Files,
): readonly Problem[] =>
  entriesOf(headers).flatMap(([header, value]) => {
    const variable = textOf(fieldOf(value, 'secretFrom'));
    if (variable === undefined) return [];
    const option = optionPath([...path, header]);
    const read = readSecret(variable, env, files, option);
    if ('problem' in read) return [read.problem];
    if (HEADER_VALUE.test(read.value)) return [];
    return [{ option, variable, got: 'a value that no header can carry', expected: 'one line of plain text' }];
  });

const VARIABLE = /\{(?:key|topic|partition|offset|callback|value\.[^{}]*|header\.[^{}]*)\}/;

/** These headers are the same in every call; a variable would be sent as it stands here. */
const variableProblems = (path: readonly string[], headers: unknown): readonly Problem[] =>
  entriesOf(headers).flatMap(([header, value]) => {
    const [variable] = VARIABLE.exec(textOf(value) ?? '') ?? [];
    if (variable === undefined) return [];
    const expected = 'no variables: the headers of a destination are the same in every call (deliver.headers has them)';
    return [{ option: optionPath([...path, header]), got: shownValue(variable), expected }];
  });

const sameHeader = (name: string, destination: unknown): readonly Problem[] => {
  const idempotency = textOf(fieldOf(destination, 'idempotencyHeader') ?? DEFAULTS.idempotencyHeader);
  const token = textOf(fieldOf(destination, 'tokenHeader') ?? DEFAULTS.tokenHeader);
  if (idempotency?.toLowerCase() !== token?.toLowerCase()) return [];
  return [
    {
      option: optionPath(['destinations', name, 'tokenHeader']),
      got: shownValue(token),
      expected: 'a header other than idempotencyHeader',
    },
  ];
};

export const destinationProblems = (definition: unknown, env: Environment, files: Files): readonly Problem[] =>
  entriesOf(fieldOf(definition, 'destinations')).flatMap(([name, destination]) => {
    const path = ['destinations', name, 'headers'];
    const headers = fieldOf(destination, 'headers');
    return [
      // One address may serve several hosts, and the destination is what names them.
      ...headerNameProblems(path, headers, ['host']),
      ...reservedHeaderProblems(path, headers, destination),
      ...variableProblems(path, headers),
      ...['idempotencyHeader', 'tokenHeader'].flatMap((option) =>
        ownHeaderProblems(['destinations', name, option], fieldOf(destination, option)),
      ),
      ...secretProblems(path, headers, env, files),
      ...retryProblems(['destinations', name, 'retry'], fieldOf(destination, 'retry'), RETRY),
      ...sameHeader(name, destination),
    ];
  });
