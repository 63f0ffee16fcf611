// Options of the callback endpoint, its secrets, and the routes that need it.
import { z } from 'zod';
import { baseUrl } from '../destination/base-url';
import { headerId } from '../destination/refused-header';
import { duration } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { freeName } from '../checking/name-schemas';
import { integer } from '../checking/leaf-schemas';
import { plainSecret } from '../environment/secret-schemas';
import { about } from '../checking/option-words';
import { DEFAULTS } from '../checking/defaults';
import type { Environment, Files } from '../environment/environment';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';
import { readSecret } from '../environment/secret';
import type { ResolvedCallbacks } from './resolved-config';

const listenSchema = z.strictObject({
  host: freeName
    .prefault('127.0.0.1')
    .register(...about('Address that the endpoint listens on; `0.0.0.0` in a container.')),
  port: integer(1, 65_535).register(...about('Port of the endpoint. Every process that runs a worker listens on it.')),
});

const secretsSchema = z
  .union([plainSecret, z.array(plainSecret).min(1).max(5)])
  .register(expectations, { expected: "secret('VARIABLE'), or a list of one to five", hidden: true });

export const callbacksSchema = z.strictObject({
  listen: listenSchema,
  publicUrl: baseUrl
    .clone()
    .register(
      ...about(
        'URL at which the outside world reaches the endpoint; `/callbacks/...` is appended to it. TLS ends at a proxy.',
      ),
    ),
  secret: secretsSchema.register(
    ...about(
      'Secret of 32 characters or more that signs the URLs. Of a list, the first one signs, and all are recognised.',
    ),
  ),
  maxBodyBytes: integer(0, 65_536)
    .prefault(65_536)
    .register(...about('Largest body of a callback, in bytes; it becomes part of the history of its workflow.')),
  acceptLate: duration('0s', '720h')
    .prefault('24h')
    .register(...about('How long the URL of a wait is still recognised after the wait has ended.')),
});

export type ParsedCallbacks = z.output<typeof callbacksSchema>;

/** HMAC-SHA256 is only as strong as its key. */
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
  const tombstone = fieldOf(deliver, 'tombstone');
  const at = (...option: readonly string[]): string => optionPath(['routes', name, 'deliver', ...option]);
  if (fieldOf(deliver, 'completes') !== 'callback') {
    const expected = "no {callback} unless completes is 'callback'";
    return [
      [at('path'), textOf(fieldOf(deliver, 'path')) ?? ''] as const,
      [at('tombstone', 'path'), textOf(fieldOf(tombstone, 'path')) ?? ''] as const,
    ].flatMap(([option, path]) => (path.includes('{callback}') ? [{ option, got: shownValue(path), expected }] : []));
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
    ...[deliver, tombstone].flatMap((set) => entriesOf(fieldOf(set, 'headers')).map(([other]) => other)),
  ];
  if (header !== undefined && others.some((other) => other !== undefined && headerId(other) === headerId(header))) {
    const expected = 'a header that nothing else sets';
    problems.push({ option: at('callbackHeader'), got: shownValue(header), expected });
  }
  return problems;
};

export const callbackProblems = (definition: unknown, env: Environment, files: Files): readonly Problem[] => [
  ...secretProblems(definition, env, files),
  ...entriesOf(fieldOf(definition, 'routes')).flatMap(([name, route]) => routeProblems(name, route, definition)),
];

/** Only called once no problems are left, so a secret cannot be missing here. */
export const resolvedCallbacks = (
  { listen, publicUrl, secret, maxBodyBytes, acceptLate }: ParsedCallbacks,
  env: Environment,
  files: Files,
): ResolvedCallbacks => {
  const secrets = [secret].flat().map(({ secretFrom }) => {
    const read = readSecret(secretFrom, env, files);
    return 'value' in read ? read.value : '';
  });
  // The URL parser's spelling needs no escapes inside JSON.
  return { ...listen, publicUrl: new URL(publicUrl).href, secrets, maxBodyBytes, acceptLateMs: acceptLate };
};
