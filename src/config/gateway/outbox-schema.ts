// Options for publishing into Kafka.
import { z } from 'zod';
import { expectations, flag, integer, oneOf, topicName, valueField, valueTemplate } from '../checking/leaf-schemas';
import { about } from '../checking/option-words';

export const publishSchema = z.strictObject({
  to: topicName.clone().register(...about('Topic to publish to.')),
  key: valueTemplate.optional().register(
    ...about(
      'Key of the published record; `{key}`, `{topic}`, `{partition}`, `{offset}`, `{value.field}` and `{header.name}` are filled in.',
      {
        standard: "the record's own key",
      },
    ),
  ),
  value: valueField.optional().register(...about('Field of the value to publish.', { standard: 'the whole value' })),
  headers: z
    .record(z.string(), valueTemplate)
    .register(expectations, { expected: 'an object of header values by header name' })
    .prefault({})
    .register(...about('Headers of the published record, filled in like its key.', { standard: 'none' })),
  copyHeaders: flag.prefault(true).register(...about('Copy the headers of the record.')),
});

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
