// JSON texts as producers write them and as JavaScript would not, for property tests of the byte path.
import fc from 'fast-check';
import { anyText } from '../../../support/any-text';

/** White space, names, escapes and numbers as producers write them and as JavaScript would not. */
export const space = fc.constantFrom('', '', ' ', '\n', '\t', '\r\n  ');
const digits = fc.stringMatching(/^[1-9]\d{0,24}$/);
const number = fc.oneof(
  fc.constantFrom('0', '-0', '1.0', '1.10', '1e400', '-1E-400', '9007199254740993', '0.1e+05', '1E2'),
  digits,
  fc.tuple(digits, digits).map((parts) => parts.join('.')),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => JSON.stringify(double)),
);
const escaped = anyText({ maxLength: 8 }).map((text) =>
  JSON.stringify(text).replace(/[a-f]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
);
const string = fc.oneof(
  escaped.filter((text) => isJson(text)),
  fc.constantFrom('"\\ud800"', '"\\/"', '"\\u00e9"', '"é"', '""', '"\u2028"', '"{}"'),
);
const name = fc.oneof(fc.constantFrom('"a"', '"a"', '"\\u0061"', '"__proto__"', '"10"', '"2"', '""'), string);
export const { value: jsonText } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    string,
    fc.constantFrom('null', 'true', 'false'),
    fc.array(tie('value'), { maxLength: 3 }).chain((items) => between(items, '[', ']')),
    fc
      .array(
        fc.tuple(name, space, tie('value')).map(([key, gap, value]) => `${key}${gap}:${gap}${value}`),
        { maxLength: 4 },
      )
      .chain((items) => between(items, '{', '}')),
  ),
}));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Escapes were put where none may be: this is no JSON text.
    return false;
  }
}

export function between(items: readonly string[], open: string, close: string): fc.Arbitrary<string> {
  return space.map((gap) => `${open}${gap}${items.join(`${gap},${gap}`)}${gap}${close}`);
}
