// Options of a route.
import { z } from 'zod';
import { duration } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { freeName, handlerName, topicName } from '../checking/name-schemas';
import { headerName } from '../checking/header-schemas';
import { headerPattern, headerTemplate, pathTemplate } from './template-schemas';
import { integer, oneOf } from '../checking/leaf-schemas';
import { routeLedgerSchema } from './ledger-schema';
import { publishSchema } from './publish-schema';
import { TERMINAL_ACTIONS } from '../../model/contract/effect-contract';
import { DEFAULTS } from '../checking/defaults';
import { about } from '../checking/option-words';
import { routeRetrySchema } from '../destination/retry-policy';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;

const headerTemplates = z
  .record(z.string(), headerTemplate)
  .register(expectations, { expected: 'an object of header values by header name' });

const tombstoneCall = z.strictObject({
  method: oneOf(...METHODS),
  path: pathTemplate.optional(),
  headers: headerTemplates.optional(),
});
const tombstoneSchema = z.union([oneOf('send', 'skip'), tombstoneCall]).register(expectations, {
  expected: "'send', 'skip', or an object of method, path and headers such as { method: 'DELETE' }",
});

const deliverSchema = z.strictObject({
  to: z
    .string()
    .register(expectations, { expected: 'the name of a destination' })
    .register(...about('Destination that gets the records.')),
  method: oneOf(...METHODS)
    .prefault('POST')
    .register(...about('HTTP method.')),
  path: pathTemplate
    .prefault('/')
    .register(
      ...about(
        'Path of each call; `{key}`, `{topic}`, `{partition}`, `{offset}`, `{callback}`, `{value.field}` and `{header.name}` are filled in and encoded.',
      ),
    ),
  headers: headerTemplates
    .prefault({})
    .register(
      ...about(
        'Headers of every call, in addition to those of the destination; the variables of `path` are filled in, except `{callback}`.',
        { standard: 'none' },
      ),
    ),
  copyHeaders: z
    .array(headerPattern)
    .max(100)
    .register(expectations, { expected: 'a list of header names, or of their beginnings with an asterisk' })
    .prefault([])
    .register(...about('Headers of the record that its call carries, byte for byte.', { standard: 'none' })),
  tombstone: tombstoneSchema
    .prefault('send')
    .register(
      ...about(
        "What is called for a record without a value: the same, nobody ('skip'), or another method, perhaps with path and headers of its own. There is no body.",
      ),
    ),
  completes: oneOf('response', 'callback')
    .prefault('response')
    .register(
      ...about(
        "What settles a record: a 2xx response or, with 'callback', the API's later call of the URL that it was given.",
      ),
    ),
  callbackHeader: headerName
    .prefault(DEFAULTS.callbackHeader)
    .register(...about('Header that carries the URL of the callback; `{callback}` in `path` carries it, too.')),
  callbackTimeout: duration('1s', '720h')
    .prefault('1h')
    .register(...about('Time that the API has for its callback; after that, the record has failed for good.')),
});

const nullKeysSchema = z
  .union([z.literal('partition'), z.strictObject({ spread: integer(1, 1_000) })])
  .register(expectations, { expected: "'partition' or { spread: an integer from 1 to 1000 }" });

const action = oneOf(...TERMINAL_ACTIONS);
const causes = z.strictObject({
  effect: action.prefault('park'),
  handler: action.prefault('park'),
  refused: action.prefault('park'),
  undecodable: action.prefault('park'),
  gone: action.optional(),
});

const onTerminalSchema = z.union([action, causes]).register(expectations, {
  expected: "'park', 'dead-letter' or 'skip', or one of them for each of effect, handler, refused, undecodable, gone",
});

export const routeSchema = z.strictObject({
  topics: z
    .array(topicName)
    .min(1)
    .register(expectations, { expected: 'a list of at least one topic name' })
    .register(...about('Topics that feed the route.')),
  value: oneOf('json', 'string', 'bytes')
    .prefault('json')
    .register(...about('How values are read.')),
  key: oneOf('utf8', 'hex', 'int', 'long', 'uuid')
    .prefault('utf8')
    .register(
      ...about(
        'How keys are read for handlers and `{key}`: UTF-8 text or else bytes, hexadecimal digits, 4- or 8-byte integers, UUIDs.',
      ),
    ),
  numbers: oneOf('exact', 'text', 'bigint', 'plain')
    .optional()
    .register(
      ...about(
        'What a handler gets for numbers that JavaScript cannot hold: a refusal, all as text, integers as bigint, or rounded ones.',
        { standard: "`'exact'`" },
      ),
    ),
  workflow: handlerName
    .optional()
    .register(
      ...about(
        'Name of the handler that the `workflows` file exports. A route has either this, `deliver` or `publish`.',
      ),
    ),
  deliver: deliverSchema.optional(),
  publish: publishSchema.optional(),
  lanes: integer(1, 1_000)
    .optional()
    .register(
      ...about(
        'Number of workflows that host all keys, instead of one per key; for routes whose handler keeps no state.',
        {
          standard: 'a workflow per key',
        },
      ),
    ),
  retireAfter: duration('1s', '3650d')
    .optional()
    .register(
      ...about(
        'A key that has no record for this long ends its workflow; its next record brings it back with its state.',
        { standard: 'keys do not retire' },
      ),
    ),
  nullKeys: nullKeysSchema
    .prefault('partition')
    .register(...about('Keys for records that have none: one stand-in key per partition, or `spread` stand-in keys.')),
  onTerminal: onTerminalSchema.optional().register(
    ...about('What becomes of a record that has failed for good: one action for all causes, or one for each.', {
      standard: "`'park'`, for `gone` `'dead-letter'`",
    }),
  ),
  retry: routeRetrySchema.optional(),
  ledger: routeLedgerSchema.optional(),
  deadLetterTopic: topicName.optional().register(
    ...about("Topic for dead letters; it must exist if an action is 'dead-letter'.", {
      standard: '`<gateway name>.<route name>.dead-letters`',
    }),
  ),
  groupId: freeName.optional().register(
    ...about('Consumer group of the route. No two routes may share one.', {
      standard: '`<gateway name>.<route name>`',
    }),
  ),
});

export type ParsedRoute = z.output<typeof routeSchema>;
