import { entriesOf, fieldOf, textOf } from '../checking/raw';
import { DEFAULTS } from '../checking/defaults';

/**
 * True if two destinations lead to one API that would hold their idempotency keys against each other: one address, the
 * same credentials and keys in the same form. APIs keep the keys of each account apart. Destinations in code are one API
 * only if they are one function. The options may have any shape.
 */
export const oneApi = (one: unknown, other: unknown): boolean => {
  const code = [codeOf(one), codeOf(other)];
  if (code.some((call) => call !== undefined)) return code[0] === code[1];
  return sameAddress(one, other) && KEY_OPTIONS.every((option) => option(one) === option(other));
};

const codeOf = (destination: unknown): unknown =>
  typeof destination === 'function' ? destination : fieldOf(destination, 'call');

/** Base URLs of one origin of which one contains the other, so that their paths may name the same resources. */
const sameAddress = (one: unknown, other: unknown): boolean => {
  const [first, second] = [addressOf(one), addressOf(other)];
  return first !== undefined && second !== undefined && (first.startsWith(second) || second.startsWith(first));
};

/** It ends with a slash, so that `/v1` does not contain `/v10`. */
const addressOf = (destination: unknown): string | undefined => {
  const baseUrl = textOf(fieldOf(destination, 'baseUrl')) ?? '';
  if (!URL.canParse(baseUrl)) return undefined;
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/+$/, '')}/`;
};

const CREDENTIALS = new Set(['authorization', 'cookie', 'x-api-key']);

/** Headers that tell one account from another: secrets, and those that hold nothing else. */
const credentialsOf = (destination: unknown): string =>
  JSON.stringify(
    entriesOf(fieldOf(destination, 'headers'))
      .map(([name, value]) => [name.toLowerCase(), textOf(fieldOf(value, 'secretFrom')), textOf(value)] as const)
      .filter(([name, variable]) => variable !== undefined || CREDENTIALS.has(name))
      .map((header) => JSON.stringify(header))
      .sort(),
  );

const KEY_OPTIONS: readonly ((destination: unknown) => string)[] = [
  (destination) => textOf(fieldOf(destination, 'idempotencyKeyFormat')) ?? 'plain',
  (destination) => (textOf(fieldOf(destination, 'idempotencyHeader')) ?? DEFAULTS.idempotencyHeader).toLowerCase(),
  credentialsOf,
];
