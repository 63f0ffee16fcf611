// Options of the callback endpoint.
import { z } from 'zod';
import { baseUrl, duration, expectations, freeName, integer, plainSecret } from '../checking/leaf-schemas';
import { about } from '../checking/option-words';

const listenSchema = z.strictObject({
  host: freeName
    .prefault('127.0.0.1')
    .register(...about('Address that the endpoint listens on; `0.0.0.0` in a container.')),
  port: integer(1, 65_535).register(...about('Port of the endpoint. Every process that runs a worker listens.')),
});

const secretsSchema = z
  .union([plainSecret, z.array(plainSecret).min(1).max(5)])
  .register(expectations, { expected: "secret('VARIABLE'), or a list of one to five", hidden: true });

export const callbacksSchema = z.strictObject({
  listen: listenSchema,
  publicUrl: baseUrl
    .clone()
    .register(
      ...about('Where the outside world reaches the endpoint; `/callbacks/...` is added to it. A proxy ends TLS.'),
    ),
  secret: secretsSchema.register(
    ...about('Signs the URLs: 32 characters or more. Of a list the first signs, and all are recognised.'),
  ),
  maxBodyBytes: integer(0, 65_536)
    .prefault(65_536)
    .register(...about('Largest body of a callback, in bytes; it goes into history.')),
  acceptLate: duration('0s', '720h')
    .prefault('24h')
    .register(...about('Time after the end of a wait for which its URL is recognised.')),
});

export type ParsedCallbacks = z.output<typeof callbacksSchema>;
