// Half of a surrogate pair is legal in a text of JavaScript and in JSON (`"\ud800"`), so that a record or an argument may
// have one; UTF-8 has none. Node writes U+FFFD for it, but protobufjs writes texts of less than 40 characters by itself,
// with bytes that are no UTF-8. Temporal's core cannot read an answer with such a text, for instance the words by which a
// command is refused, or by which a child fails with the id of its record: it ended the worker, and each one that
// took the workflow over.
import { temporal } from '@temporalio/proto';

interface Writer {
  readonly string: (this: unknown, text: string) => unknown;
}

const OURS = Symbol.for('sluice.well-formed-text');
const HALF = /\p{Surrogate}/u;

/** Has the protobufjs of Temporal's SDK write what Node writes. Later calls do nothing. */
export const sendWellFormedText = (): void => {
  const writer = Object.getPrototypeOf(temporal.api.failure.v1.Failure.encode({})) as Writer;
  if (Object.hasOwn(writer, OURS)) return;
  const { string } = writer;
  const written = function (this: unknown, text: string): unknown {
    return string.call(this, HALF.test(text) ? Buffer.from(text).toString() : text);
  };
  Object.assign(writer, { string: written, [OURS]: true });
};
