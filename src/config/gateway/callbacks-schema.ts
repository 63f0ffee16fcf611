// Options of the callback endpoint.
import { z } from 'zod';
import { baseUrl, duration, expectations, freeName, integer, plainSecret } from '../checking/leaf-schemas';
import { about } from '../checking/option-words';

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
