// Options for publishing into Kafka.
import { z } from 'zod';
import { expectations } from '../checking/expectations';
import { integer, oneOf } from '../checking/leaf-schemas';
import { topicName } from '../checking/name-schemas';
import { about } from '../checking/option-words';

export const outboxSchema = z.strictObject({
  mode: oneOf('exactly-once', 'at-least-once')
    .prefault('exactly-once')
    .register(...about('`at-least-once` is cheaper and may write a record twice, with the same `sluice.id` header.')),
  writers: integer(1, 64)
    .prefault(2)
    .register(
      ...about(
        'Number of writers that share the keys; each publishes thousands of records a second. It can be changed at any time.',
      ),
    ),
  sequenceTopic: topicName.optional().register(
    ...about(
      'Topic on which the writers commit their sequence. It has no records, and Sluice makes it if it is missing.',
      {
        standard: '`<gateway name>.outbox`',
      },
    ),
  ),
  topics: z
    .record(
      z.string(),
      z.strictObject({
        value: oneOf('json', 'string', 'bytes')
          .optional()
          .register(
            ...about('How values published to this topic are written.', {
              standard: "`'json'`; for a `publish` route, as the route reads values",
            }),
          ),
      }),
    )
    .register(expectations, { expected: 'an object of options by topic name' })
    .prefault({}),
});
