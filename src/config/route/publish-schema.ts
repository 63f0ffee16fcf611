// Options of a route that publishes its records.
import { z } from 'zod';
import { expectations } from '../checking/expectations';
import { flag } from '../checking/leaf-schemas';
import { topicName } from '../checking/name-schemas';
import { valueField, valueTemplate } from './template-schemas';
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
