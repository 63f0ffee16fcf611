// A configuration may be anything that a module can export: it is resolved, or refused with all its problems at once, and
// no problem shows a secret.
import fc from 'fast-check';
import { resolveConfig } from '../../../src/config/gateway/resolve-config';
import { secret } from '../../../src/config/environment/secret';
import { source, validDefinition, withOption } from './config-source';
import { cases } from '../../support/width';

const CANARY = 'canary-7f3a-secret';
const env = {
  KAFKA_SASL_MECHANISM: 'plain',
  KAFKA_SASL_USERNAME: 'u',
  KAFKA_SASL_PASSWORD: `${CANARY}-kafka`,
  TEMPORAL_API_KEY: `${CANARY}-temporal`,
  LEDGER_TOKEN: `${CANARY}-token`,
  CALLBACK_SECRET: `${CANARY}-callback-of-32-characters`,
};

const odd = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true, maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '5s',
    '-1s',
    NaN,
    Infinity,
    2 ** 60,
    '__proto__',
    { secretFrom: 'LEDGER_TOKEN', prefix: 1 },
    JSON.parse('{"__proto__":{"polluted":true}}'),
    () => undefined,
    Symbol('s'),
  ),
);
const paths = [
  'name',
  'workflows',
  'kafka',
  'kafka.brokers',
  'temporal',
  'destinations',
  'destinations.ledger',
  'destinations.ledger.baseUrl',
  'destinations.ledger.headers',
  'destinations.ledger.headers.Authorization',
  'destinations.ledger.retry',
  'destinations.ledger.breaker.window',
  'destinations.__proto__',
  'routes',
  'routes.alerts',
  'routes.alerts.deliver',
  'routes.alerts.deliver.path',
  'routes.transfers.lanes',
  'routes.transfers.topics',
  'routes.constructor',
  'agents',
  'agents.shop',
  'agents.shop.poll',
  'callbacks',
  'callbacks.secrets',
  'outbox',
  'outbox.topics',
  'ledger',
  'bridge',
  'worker',
  'gracePeriod',
];

const definition = (): Record<string, unknown> =>
  withOption('destinations.ledger.headers', { Authorization: secret('LEDGER_TOKEN', { prefix: 'Bearer ' }) });

/** Lines of problems, or undefined where it is resolved. */
const refusal = (given: unknown): readonly string[] | undefined => {
  try {
    resolveConfig(given, source({ env }));
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== 'config-invalid') throw error;
    expect(message).not.toContain(CANARY);
    // Line breaks in what was given forge no line: each has the form of a problem.
    const [first = '', ...lines] = message.split('\n');
    expect(first).toMatch(/ has \d+ problems?:$/);
    for (const line of lines) expect(line).toMatch(/^ {2}.*: got .*, expected /);
    expect(lines.length).toBe(Number(/has (\d+)/.exec(first)?.[1]));
    return lines;
  }
};

test('A configuration as the documentation shows it is resolved as it stands.', () => {
  expect(refusal(definition())).toBeUndefined();
});

test('A value that is no configuration at all is refused with its problems.', () => {
  fc.assert(
    fc.property(odd, (given) => {
      expect(refusal(given)?.length).toBeGreaterThan(0);
    }),
    { numRuns: cases(60) },
  );
});

test('A configuration with odd options is resolved or refused with its problems, and never shows a secret.', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), odd), { minLength: 1, maxLength: 4 }), (options) => {
      let given = definition();
      for (const [path, value] of options) {
        try {
          given = withOption(path, value, given);
        } catch {
          // An option below what an earlier one made of it: there is no such definition.
        }
      }
      refusal(given);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }),
    { numRuns: cases(120) },
  );
});

test('A refused configuration does not show the credentials of a URL.', () => {
  const baseUrl = `https://user:${CANARY}@api.test`;
  expect(refusal(withOption('destinations.ledger.baseUrl', baseUrl))?.join()).toContain('://***@api.test');
});

test('A configuration with hostile names is refused by name, on one line each.', () => {
  const names = fc.oneof(fc.constantFrom('__proto__', 'a\nb: got x, expected y', 'a/b', '\u001b[2J', ''), fc.string());
  fc.assert(
    fc.property(fc.constantFrom('destinations', 'routes', 'agents', 'oops'), names, (group, name) => {
      const given = validDefinition();
      given[group] = Object.fromEntries([[name, 1]]);
      expect(refusal(given)?.join('')).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: cases(60) },
  );
});
