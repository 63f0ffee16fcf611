// Options of an HTTP destination.
import { z } from 'zod';
import { TERMINAL_ACTIONS } from '../../model/contract/effect-contract';
import type { DestinationFunction } from './destination-definition';
import { DEFAULTS } from '../checking/defaults';
import { baseUrl } from './base-url';
import { decimal, integer, oneOf } from '../checking/leaf-schemas';
import { duration } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { headerName } from '../checking/header-schemas';
import { headerValueOrSecret } from '../environment/secret-schemas';
import { about } from '../checking/option-words';
import { retrySchema } from './retry-policy';

const rateSchema = z.strictObject({
  perSecond: decimal(0.01, 100_000).register(
    ...about(
      'Maximum number of calls per second from one worker process: divide what the receiver allows by the number of workers.',
      {
        standard: 'no limit',
      },
    ),
  ),
  burst: integer(1, 100_000)
    .optional()
    .register(
      ...about('Maximum number of calls that may follow each other at once after a pause.', {
        standard: "a tenth of a second's worth, at least 1",
      }),
    ),
});

const breakerSchema = z.strictObject({
  failureRatio: decimal(0.01, 1)
    .prefault(0.5)
    .register(...about('The breaker opens when this share of the calls in the window has failed.')),
  minimumCalls: integer(1, 1_000_000)
    .prefault(20)
    .register(...about('The breaker never opens while the window has fewer calls than this.')),
  window: duration('1s', '10m')
    .prefault('30s')
    .register(...about('Time over which the breaker counts calls.')),
  openFor: duration('100ms', '10m')
    .prefault('10s')
    .register(...about('Time that the breaker stays open, without any call, before probes may try again.')),
  probes: integer(1, 100)
    .prefault(3)
    .register(...about('Maximum number of probes at the same time; this many must succeed before the breaker closes.')),
});

const refusals = z
  .array(z.int().min(400).max(499))
  .max(20)
  .register(expectations, { expected: 'a list of statuses from 400 to 499 such as 401' });

/** The options of every destination, with these defaults. */
export const limitsSchema = z.strictObject({
  timeout: duration('1ms', '5m')
    .prefault('10s')
    .register(...about('Deadline of one call, including the connection.')),
  concurrency: integer(1, 10_000)
    .prefault(200)
    .register(...about('Maximum number of calls at the same time from one worker process.')),
  rate: rateSchema.optional(),
  breaker: z
    .union([z.literal(false), breakerSchema])
    .register(expectations, { expected: 'false, or an object of failureRatio, minimumCalls, window, openFor, probes' })
    .prefault({}),
  retry: retrySchema.prefault({}),
  credentialsRefused: refusals
    .prefault([401])
    .register(...about('Statuses that mean that our credentials are not taken: all keys wait, and no attempt counts.')),
  credentialsDoubted: refusals
    .prefault([403])
    .register(
      ...about('Statuses that mean so only if three keys in a row get one; otherwise they are about the record.'),
    ),
  onTerminal: oneOf(...TERMINAL_ACTIONS)
    .optional()
    .register(
      ...about('What becomes of a record whose call to this destination has failed for good.', {
        standard: 'as the route says',
      }),
    ),
  idempotencyWindow: duration('1s', '8760h')
    .optional()
    .register(
      ...about(
        'How long the API remembers idempotency keys; what may have happened is not sent again after that time.',
        { standard: 'for ever' },
      ),
    ),
});

const httpDestinationSchema = z.strictObject({
  baseUrl: baseUrl.clone().register(...about('URL to which the paths of calls are appended.')),
  headers: z
    .record(z.string(), headerValueOrSecret)
    .register(expectations, { expected: 'an object of header values by header name' })
    .prefault({})
    .register(
      ...about("Headers of every call; for credentials use `secret('VARIABLE')`, see below.", { standard: 'none' }),
    ),
  ...limitsSchema.shape,
  idempotencyHeader: headerName
    .prefault(DEFAULTS.idempotencyHeader)
    .register(...about('Header that carries the idempotency key of the effect.')),
  idempotencyKeyFormat: oneOf('plain', 'uuid')
    .prefault('plain')
    .register(...about("'uuid' sends a UUIDv5 of the key, for receivers that insist on a UUID.")),
  tokenHeader: headerName
    .prefault(DEFAULTS.tokenHeader)
    .register(
      ...about(
        'Header that carries an integer which only grows for each key, so that a receiver can refuse stale calls.',
      ),
    ),
  maxResponseBytes: integer(0, 262_144)
    .prefault(65_536)
    .register(
      ...about(
        'Largest response body that a handler may receive, in bytes; it becomes part of the history of its workflow.',
      ),
    ),
  redirects: oneOf('refuse', 'same-origin')
    .prefault('refuse')
    .register(
      ...about(
        "What becomes of a redirect: a failure or, with 'same-origin', a 307 or 308 below `baseUrl` is followed.",
      ),
    ),
  echoedSecrets: oneOf('refuse', 'mask')
    .prefault('refuse')
    .register(
      ...about(
        "What becomes of an answer that holds a secret: a failure or, with 'mask', asterisks for one that is random.",
      ),
    ),
  proxy: oneOf('none', 'environment')
    .prefault('none')
    .register(...about('Whether calls go through the proxy that `HTTP_PROXY` or `HTTPS_PROXY` names; see below.')),
});

const destinationFunction = z.custom<DestinationFunction>((value) => typeof value === 'function');

const codeDestinationSchema = z.strictObject({
  call: destinationFunction
    .register(expectations, { expected: 'a function' })
    .register(
      ...about('A function that makes the calls, instead of `baseUrl` and `headers`; see below.', { standard: '-' }),
    ),
  ...limitsSchema.shape,
});

export const destinationSchema = z
  .union([destinationFunction, httpDestinationSchema, codeDestinationSchema])
  .register(expectations, { expected: 'an HTTP destination (an object with baseUrl) or a function' });

export type ParsedLimits = z.output<typeof limitsSchema>;
export type ParsedHttpDestination = z.output<typeof httpDestinationSchema>;
export type ParsedDestination = z.output<typeof destinationSchema>;
