// The `http` options of a poll agent.
import { z } from 'zod';
import { duration } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { fieldPath, itemText, pollPath, pollTemplate } from './poll-templates';
import { flag, integer, oneOf } from '../checking/leaf-schemas';
import { freeName } from '../checking/name-schemas';
import { about } from '../checking/option-words';

const KINDS = ['cursor', 'link', 'offset', 'page', 'timestamp'] as const;
type Kind = (typeof KINDS)[number];

const kind = <const K extends readonly [Kind, ...Kind[]]>(...names: K): z.ZodType<K[number], K[number]> =>
  z
    .enum(names)
    .register(expectations, { expected: KINDS.map((name) => `'${name}'`).join(' or ') })
    .register(...about('How one page leads to the next, see [paging](agents.md#paging).'));

const parameter = freeName.optional().register(
  ...about('Query parameter that carries the cursor, offset, page or time.', {
    standard: "`'cursor'`, `'offset'`, `'page'`, `'since'`; none where `{cursor}` is used",
  }),
);
const limitParameter = freeName
  .optional()
  .register(...about('Query parameter that `limit` is sent in.', { standard: 'it is not sent' }));
const atEnd = oneOf('stay', 'restart')
  .prefault('stay')
  .register(
    ...about(
      "What to read after the last page: the same page again or, with `'restart'`, the first, for APIs that return the newest items first.",
    ),
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

const optional = flag
  .prefault(false)
  .register(
    ...about(
      'For `cursor`, and `link` with `next`: a list that fits one page has no `next`. Otherwise a `next` that no answer ever had is a failure.',
    ),
  );

const cursorSchema = z.strictObject({
  kind: kind('cursor'),
  next: fieldPath().register(
    ...about(
      'Field path of the next cursor or, for `link`, of a link in the body; where it is absent, null or empty, the page is the last one.',
      { standard: 'for `link`: the header `Link`' },
    ),
  ),
  optional,
  of: oneOf('body', 'last-item')
    .prefault('body')
    .register(...about('For `cursor`: whether `next` is a field of the body or of the last item.')),
  hasMore: fieldPath()
    .optional()
    .register(
      ...about('For `cursor`: field path of a flag in the body that is true while pages are left.', {
        standard: 'pages are left while `next` leads on',
      }),
    ),
  parameter,
  start: anyStart,
  atEnd,
});

const linkSchema = z.strictObject({
  kind: kind('link'),
  next: fieldPath()
    .optional()
    .register(
      ...about(
        'Field path of the next cursor or, for `link`, of a link in the body; where it is absent, null or empty, the page is the last one.',
        { standard: 'for `link`: the header `Link`' },
      ),
    ),
  optional,
  pathOnly: flag
    .prefault(false)
    .register(
      ...about(
        'For `link`: take only path and query of links, for an API that names itself otherwise than it is called, as behind a proxy.',
      ),
    ),
  atEnd,
});

const countSchema = z.strictObject({
  kind: kind('offset', 'page'),
  limit: limit.register(
    ...about('Number of items on a full page, as the API really returns them; needed for `offset` and `page`.', {
      standard: 'for `timestamp`: the API returns all items at once',
    }),
  ),
  parameter,
  limitParameter,
  start: countStart,
  atEnd,
});

const timestampSchema = z.strictObject({
  kind: kind('timestamp'),
  field: fieldPath().register(...about('For `timestamp`: field path of the time by which the API selects.')),
  parameter,
  overlap: duration('0s', '168h')
    .prefault('0s')
    .register(...about('For `timestamp`: how long before the last item the next request begins.')),
  limit: limit.optional().register(
    ...about('Number of items on a full page, as the API really returns them; needed for `offset` and `page`.', {
      standard: 'for `timestamp`: the API returns all items at once',
    }),
  ),
  limitParameter,
  start: anyStart,
});

export const httpPollSchema = z.strictObject({
  destination: z
    .string()
    .register(expectations, { expected: 'the name of a destination' })
    .register(...about('Destination to poll: its address, headers, limits, breaker and time-out apply.')),
  method: oneOf('GET', 'POST')
    .prefault('GET')
    .register(...about('HTTP method.')),
  path: pollPath
    .prefault('/')
    .register(
      ...about(
        "Path of each request; parameters of the agent and `{cursor}` are filled in and encoded: `'/devices/{device}/events'`.",
      ),
    ),
  query: z
    .record(z.string(), z.union([pollTemplate, z.number(), z.boolean()]))
    .register(expectations, { expected: 'an object of texts, numbers, true or false by parameter name' })
    .prefault({})
    .register(
      ...about('Query parameters, filled in like the path; one with `{cursor}` is left out while there is no cursor.', {
        standard: 'none',
      }),
    ),
  headers: z
    .record(z.string(), pollTemplate)
    .register(expectations, { expected: 'an object of header values by header name' })
    .prefault({})
    .register(
      ...about('Headers in addition to those of the destination; `{name}` is filled in.', { standard: 'none' }),
    ),
  data: z
    .unknown()
    .register(expectations, { expected: 'JSON' })
    .optional()
    .register(...about('JSON body of a POST; `{name}` and `{cursor}` in its texts are filled in.', { standard: '-' })),
  items: fieldPath()
    .optional()
    .register(...about('Field path of the array of items; an object is one item.', { standard: 'the whole body' })),
  id: itemText.optional().register(
    ...about(
      'Id of an item, by which it is published only once: a field path of it, or a template. Needed with `paging`.',
      {
        standard: 'items are not told apart',
      },
    ),
  ),
  key: itemText
    .optional()
    .register(...about('Key of the record: a field path of the item, or a template.', { standard: 'no key' })),
  value: fieldPath()
    .optional()
    .register(...about('Field path of the part of an item that is published.', { standard: 'the whole item' })),
  timestamp: fieldPath()
    .optional()
    .register(...about("Field path of the record's timestamp.", { standard: 'when it is written' })),
  paging: z
    .union([cursorSchema, linkSchema, countSchema, timestampSchema])
    .register(expectations, { expected: `an object with a kind: ${KINDS.join(', ')}` })
    .optional(),
  conditional: flag.optional().register(
    ...about('Send `If-None-Match` and `If-Modified-Since` for a page that is requested again.', {
      standard: "`true`; `false` for `cursor` and `link` with `atEnd: 'stay'`",
    }),
  ),
  maxPages: integer(1, 100_000)
    .prefault(100)
    .register(...about('Maximum number of pages that one poll reads; the next poll goes on from there.')),
  maxResponseBytes: integer(1, 1_048_576)
    .prefault(262_144)
    .register(...about('Largest response body, in bytes.')),
});

export type ParsedHttpPoll = z.output<typeof httpPollSchema>;
