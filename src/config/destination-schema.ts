// Options of an HTTP destination.
import { z } from 'zod';
import { TERMINAL_ACTIONS } from '../model/effect-contract';
import { DEFAULTS } from './defaults';
import {
  baseUrl,
  decimal,
  destinationFunction,
  duration,
  expectations,
  headerName,
  headerValueOrSecret,
  integer,
  oneOf,
} from './leaf-schemas';
import { about } from './option-words';

const retrySchema = z.strictObject({
  initial: duration('1ms', '1h')
    .prefault(DEFAULTS.retryInitial)
    .register(...about('Wait before the second attempt.')),
  factor: decimal(1, 10)
    .prefault(2)
    .register(...about('Each wait is this many times the one before.')),
  maximum: duration('1ms', '24h')
    .prefault(DEFAULTS.retryMaximum)
    .register(...about('Longest wait between two attempts.')),
  maxAttempts: integer(0, 1_000_000)
    .prefault(0)
    .register(...about('Failed attempts of one effect before it counts as terminal; 0 is without end.')),
});

/** What destinations in code have too, with these defaults. */
export const limitsSchema = z.strictObject({
  timeout: duration('1ms', '5m')
    .prefault('10s')
    .register(...about('Deadline of one call, connection included.')),
  concurrency: integer(1, 10_000)
    .prefault(200)
    .register(...about('Calls at the same time from one worker process.')),
  retry: retrySchema.prefault({}),
});

const httpDestinationSchema = z.strictObject({
  baseUrl: baseUrl.register(...about('Address that the paths of calls are added to.')),
  headers: z
    .record(z.string(), headerValueOrSecret)
    .register(expectations, { expected: 'an object of header values by header name' })
    .prefault({})
    .register(...about("Headers of every call. Credentials: `secret('VARIABLE')`, see below.", { standard: 'none' })),
  ...limitsSchema.shape,
  idempotencyHeader: headerName
    .prefault(DEFAULTS.idempotencyHeader)
    .register(...about('Header that carries the stable name of the effect.')),
  idempotencyKeyFormat: oneOf('plain', 'uuid')
    .prefault('plain')
    .register(...about("'uuid' sends a UUIDv5 of the key, for receivers that insist on one.")),
  tokenHeader: headerName
    .prefault(DEFAULTS.tokenHeader)
    .register(...about('Header with an integer that only grows per key, so that a receiver can refuse stale calls.')),
  maxResponseBytes: integer(0, 262_144)
    .prefault(65_536)
    .register(...about('Largest response body that a handler may receive, in bytes; it goes into history.')),
  onTerminal: oneOf(...TERMINAL_ACTIONS)
    .optional()
    .register(
      ...about('What becomes of a record whose call to this destination failed for good.', {
        standard: 'as the route says',
      }),
    ),
});

export const destinationSchema = z
  .union([destinationFunction, httpDestinationSchema])
  .register(expectations, { expected: 'an HTTP destination (an object with baseUrl) or a function' });

export type ParsedLimits = z.output<typeof limitsSchema>;
export type ParsedHttpDestination = z.output<typeof httpDestinationSchema>;
