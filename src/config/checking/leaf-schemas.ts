// The kinds of values that options accept. Each says in words what it expects; problems and the docs quote those words.
import ms from 'ms';
import { z } from 'zod';
import type { DestinationFunction } from '../destination/destination-definition';
import type { Secret } from '../destination/secret';

export interface Expectation {
  readonly expected: string;
  /** The value may be a credential, so problems never show it. */
  readonly hidden?: true;
}

export const expectations = z.registry<Expectation>();

/** Legal HTTP header names (RFC 9110 token). */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII, spaces and tabs: anything else could split a header or is refused by Node. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

const matching = (pattern: RegExp, expected: string): z.ZodString =>
  z.string().regex(pattern).register(expectations, { expected });

export const gatewayName = matching(/^[a-z0-9-]{1,40}$/, "1 to 40 characters of a-z, 0-9 and '-'");
export const topicName = matching(TOPIC, "a topic name: 1 to 249 characters of letters, digits, '.', '_' and '-'");
export const headerName = matching(HEADER_NAME, "a header name such as 'X-Request-Id'");
export const freeName = matching(/^[\x21-\x7e]{1,255}$/, '1 to 255 visible ASCII characters without spaces');
export const deploymentName = matching(/^[A-Za-z0-9_-]{1,100}$/, "1 to 100 letters, digits, '_' and '-'");
export const buildId = matching(/^[A-Za-z0-9._+-]{1,100}$/, "1 to 100 letters, digits, '.', '_', '+' and '-'");
export const filePath = matching(/^[^\0]+$/, 'the path of a file');
export const handlerName = matching(
  /^(?!__|default$|sluice)[A-Za-z_$][\w$]{0,99}$/,
  "the export name of a handler, not starting with 'sluice' or '__'",
);

export const headerValue = z
  .string()
  .regex(HEADER_VALUE)
  .register(expectations, { expected: 'a header value without line breaks', hidden: true });

export const headerValueOrSecret = z
  .union([z.string().regex(HEADER_VALUE), z.custom<Secret>((value) => secretLike(value))])
  .register(expectations, { expected: "a header value without line breaks, or secret('VARIABLE')", hidden: true });

/** A plain secret: a prefix, which other secrets may have, makes no sense here. */
export const plainSecret = z
  .custom<Secret>((value) => secretLike(value) && (value as Secret).prefix === '')
  .register(expectations, { expected: "secret('VARIABLE') without a prefix", hidden: true });

const secretLike = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'secretFrom' in value &&
  typeof value.secretFrom === 'string' &&
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(value.secretFrom) &&
  'prefix' in value &&
  typeof value.prefix === 'string' &&
  HEADER_VALUE.test(value.prefix);

export const integer = (min: number, max: number): z.ZodInt =>
  z
    .int()
    .min(min)
    .max(max)
    .register(expectations, { expected: `an integer from ${min} to ${max}` });

export const decimal = (min: number, max: number): z.ZodNumber =>
  z
    .number()
    .min(min)
    .max(max)
    .register(expectations, { expected: `a number from ${min} to ${max}` });

/** Milliseconds of a duration with a unit; undefined for anything else. `'10'` is refused because it has no unit. */
export const durationMs = (text: unknown): number | undefined => {
  if (typeof text !== 'string' || !/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/.test(text)) return undefined;
  return Math.round(ms(text as ms.StringValue));
};

export const duration = (min: string, max: string): z.ZodType<number, string> =>
  z
    .string()
    .refine((text) => {
      const found = durationMs(text);
      return found !== undefined && found >= (durationMs(min) ?? 0) && found <= (durationMs(max) ?? Infinity);
    })
    .transform((text) => durationMs(text) ?? 0)
    .register(expectations, { expected: `a duration from '${min}' to '${max}' such as '10s' or '2m'` });

export const flag = z.boolean().register(expectations, { expected: 'true or false' });

export const oneOf = <const T extends readonly [string, ...string[]]>(...names: T): z.ZodType<T[number], T[number]> =>
  z.enum(names).register(expectations, { expected: names.map((name) => `'${name}'`).join(' or ') });

export const destinationFunction = z.custom<DestinationFunction>((value) => typeof value === 'function');

/** http(s) without credentials (they belong in a secret header), query or fragment (they would be lost). */
export const baseUrl = z
  .string()
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && !/[?#]/.test(text);
  })
  .register(expectations, {
    expected:
      "an http:// or https:// URL without credentials, query or fragment (put credentials in headers with secret('VARIABLE'))",
  });

export const brokerAddress = z
  .string()
  .refine((text) => {
    const port = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([1-9]\d{0,4})$/.exec(text)?.[1];
    return port !== undefined && Number(port) <= 65_535;
  })
  .register(expectations, { expected: "'host:port'" });

const VARIABLES = 'key|topic|partition|offset|value(?:\\.[^{}.\\s]+)+|header\\.[^{}\\s]+';

/** Accepts `{key}`, `{topic}`, `{partition}`, `{offset}`, `{value.field}` and `{header.name}`; starts at the root of the destination. */
export const pathTemplate = matching(
  new RegExp(`^/(?:[^{}\\s#]|\\{(?:callback|${VARIABLES})\\})*$`),
  "a path that starts with '/' and uses no variables but {key}, {topic}, {partition}, {offset}, {callback}, {value.field} and {header.name}",
);

/** Text with the variables of `pathTemplate`, filled in without encoding. */
export const valueTemplate = matching(
  new RegExp(`^(?:[^{}\\0]|\\{(?:${VARIABLES})\\})*$`),
  'text that uses no variables but {key}, {topic}, {partition}, {offset}, {value.field} and {header.name}',
);

/** A header value with those variables. A brace that begins no word is text, as in JSON. */
export const headerTemplate = z
  .string()
  .regex(
    new RegExp(`^(?:[\\t\\x20-\\x7a\\x7c\\x7e\\x80-\\xff]|\\{(?:${VARIABLES})\\}|\\{(?![A-Za-z][^{}"\\s]*\\})|\\})*$`),
  )
  .register(expectations, {
    expected:
      'a header value without line breaks that uses no variables but {key}, {topic}, {partition}, {offset}, {value.field} and {header.name}',
    hidden: true,
  });

/** A header name, or the beginning of one with `*` behind it. */
export const headerPattern = matching(
  /^(?=.)[!#$%&'+.^_`|~0-9A-Za-z-]*\*?$/,
  "a header name such as 'traceparent', or its beginning and '*' such as 'ce_*'",
);

export const valueField = matching(/^value(?:\.[^{}.\s]+)+$/, "a field of the value such as 'value.order'");

const FIELD_PATH = '[^{}.\\s]+(?:\\.[^{}.\\s]+)*';

/** The path of a field of a JSON object, from its root. */
export const fieldPath = (): z.ZodString =>
  matching(new RegExp(`^${FIELD_PATH}$`), "a field path such as 'data.orders'");

/** Text with `{name}` for parameters of a poll agent, and `{cursor}`. */
export const pollTemplate = matching(
  /^(?:[^{}\0]|\{[A-Za-z][\w-]*\})*$/,
  'text that uses no variables but {cursor} and {name} of parameters',
);

export const pollPath = matching(
  /^\/(?:[^{}\s#]|\{[A-Za-z][\w-]*\})*$/,
  "a path that starts with '/' and uses no variables but {cursor} and {name} of parameters",
);

/** Names a field of an item, or is a template of fields and parameters. */
export const itemText = matching(
  new RegExp(`^(?:${FIELD_PATH}|(?=.*\\{)(?:[^{}\\0]|\\{[A-Za-z][\\w-]*\\}|\\{item\\.${FIELD_PATH}\\})*)$`),
  "a field path such as 'order.id', or a template of {item.field} and {name} of parameters",
);
