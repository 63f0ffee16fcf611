// Texts of an HTTP poll that name fields of its answer, or into which Sluice fills parameters.
import type { z } from 'zod';
import { matching } from '../checking/expectations';

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
