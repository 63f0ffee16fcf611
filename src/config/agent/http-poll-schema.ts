// Options of `http` of a poll agent.
import { z } from 'zod';
import {
  duration,
  expectations,
  fieldPath,
  flag,
  freeName,
  integer,
  itemText,
  oneOf,
  pollPath,
  pollTemplate,
} from '../checking/leaf-schemas';
import { about } from '../checking/option-words';

const KINDS = ['cursor', 'link', 'offset', 'page', 'timestamp'] as const;
type Kind = (typeof KINDS)[number];

const kind = <const K extends readonly [Kind, ...Kind[]]>(...names: K): z.ZodType<K[number], K[number]> =>
  z
    .enum(names)
    .register(expectations, { expected: KINDS.map((name) => `'${name}'`).join(' or ') })
    .register(...about('What leads from one page to the next, see [paging](agents.md#paging).'));

const parameter = freeName.optional().register(
  ...about('Query parameter of the cursor, offset, page or time.', {
    standard: "`'cursor'`, `'offset'`, `'page'`, `'since'`; none where `{cursor}` is used",
  }),
);
const limitParameter = freeName
  .optional()
  .register(...about('Query parameter that `limit` is sent in.', { standard: 'it is not sent' }));
const atEnd = oneOf('stay', 'restart')
  .prefault('stay')
  .register(
    ...about("After the last page: the same again, or (`'restart'`) the first, for APIs that have the newest first."),
  );
const limit = integer(1, 1_000);
const anyStart = z
  .union([z.string().max(2_048), z.number()])
  .register(expectations, { expected: 'text or a number' })
  .optional()
  .register(...about('Where the first poll begins.', { standard: 'none is sent; offset 0, page 1' }));
const countStart = integer(0, Number.MAX_SAFE_INTEGER)
  .optional()
  .register(...about('Where the first poll begins.', { standard: 'none is sent; offset 0, page 1' }));

const cursorSchema = z.strictObject({
  kind: kind('cursor'),
  next: fieldPath().register(
    ...about('Of `cursor`: field path of the next cursor; absent, null or empty: the last page.'),
  ),
  of: oneOf('body', 'last-item')
    .prefault('body')
    .register(...about('Of `cursor`: `next` is in the body or in the last item.')),
  hasMore: fieldPath()
    .optional()
    .register(
      ...about('Of `cursor`: field path of a flag in the body that is true while pages are left.', {
        standard: 'pages are left while `next` leads on',
      }),
    ),
  parameter,
  start: anyStart,
  atEnd,
});

const linkSchema = z.strictObject({ kind: kind('link'), atEnd });

const countSchema = z.strictObject({
  kind: kind('offset', 'page'),
  limit: limit.register(
    ...about('Items of a full page, as the API really answers them: needed for `offset` and `page`.', {
      standard: 'for `timestamp`: the API answers all at once',
    }),
  ),
  parameter,
  limitParameter,
  start: countStart,
  atEnd,
});

const timestampSchema = z.strictObject({
  kind: kind('timestamp'),
  field: fieldPath().register(...about('Of `timestamp`: field path of the time that the API selects by.')),
  parameter,
  overlap: duration('0s', '168h')
    .prefault('0s')
    .register(...about('Of `timestamp`: ask from so much before the last item.')),
  limit: limit.optional().register(
    ...about('Items of a full page, as the API really answers them: needed for `offset` and `page`.', {
      standard: 'for `timestamp`: the API answers all at once',
    }),
  ),
  limitParameter,
  start: anyStart,
});

export const httpPollSchema = z.strictObject({
  destination: z
    .string()
    .register(expectations, { expected: 'the name of a destination' })
    .register(...about('Name of a destination: its address, headers, limits, breaker and time-out hold.')),
  method: oneOf('GET', 'POST')
    .prefault('GET')
    .register(...about('HTTP method.')),
  path: pollPath
    .prefault('/')
    .register(
      ...about("Parameters of the agent and `{cursor}` are filled in and encoded: `'/devices/{device}/events'`."),
    ),
  query: z
    .record(z.string(), z.union([pollTemplate, z.number(), z.boolean()]))
    .register(expectations, { expected: 'an object of texts, numbers, true or false by parameter name' })
    .prefault({})
    .register(
      ...about('Query parameters, filled in like the path; left out is what has `{cursor}` while there is none.', {
        standard: 'none',
      }),
    ),
  headers: z
    .record(z.string(), pollTemplate)
    .register(expectations, { expected: 'an object of header values by header name' })
    .prefault({})
    .register(...about('Headers beside those of the destination; `{name}` is filled in.', { standard: 'none' })),
  data: z
    .unknown()
    .register(expectations, { expected: 'JSON' })
    .optional()
    .register(...about('JSON body of a POST; `{name}` and `{cursor}` in its texts are filled in.', { standard: '-' })),
  items: fieldPath()
    .optional()
    .register(...about('Field path of the array of items; an object is one item.', { standard: 'the whole body' })),
  id: itemText.optional().register(
    ...about('Names an item, so that it is published once: a field path of it, or a template. Needed with `paging`.', {
      standard: 'items are not told apart',
    }),
  ),
  key: itemText
    .optional()
    .register(...about('Key of the record: a field path of the item, or a template.', { standard: 'no key' })),
  value: fieldPath()
    .optional()
    .register(...about('Field path of what is published of an item.', { standard: 'the whole item' })),
  timestamp: fieldPath()
    .optional()
    .register(...about("Field path of the record's timestamp.", { standard: 'when it is written' })),
  paging: z
    .union([cursorSchema, linkSchema, countSchema, timestampSchema])
    .register(expectations, { expected: `an object with a kind: ${KINDS.join(', ')}` })
    .optional(),
  conditional: flag
    .prefault(true)
    .register(...about('Send `If-None-Match` and `If-Modified-Since` for a page that is asked for again.')),
  maxPages: integer(1, 100_000)
    .prefault(100)
    .register(...about('Pages that one poll reads; the next goes on from there.')),
  maxResponseBytes: integer(1, 1_048_576)
    .prefault(262_144)
    .register(...about('Largest response body, in bytes.')),
});

export type ParsedHttpPoll = z.output<typeof httpPollSchema>;
