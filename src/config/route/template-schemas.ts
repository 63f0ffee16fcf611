// Texts of a route into which Sluice fills parts of each record.
import { z } from 'zod';
import { expectations, matching } from '../checking/expectations';

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
      'a header value (Latin-1 text without control characters) that uses no variables but {key}, {topic}, {partition}, {offset}, {value.field} and {header.name}',
    hidden: true,
  });

/** A header name, or the beginning of one with `*` behind it. */
export const headerPattern = matching(
  /^(?=.)[!#$%&'+.^_`|~0-9A-Za-z-]*\*?$/,
  "a header name such as 'traceparent', or its beginning and '*' such as 'ce_*'",
);

export const valueField = matching(/^value(?:\.[^{}.\s]+)+$/, "a field of the value such as 'value.order'");
