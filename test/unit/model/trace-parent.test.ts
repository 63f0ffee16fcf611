import fc from 'fast-check';
import { parsedTraceParent, traceParentText } from '../../../src/model/trace-parent';

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length })
    .map((digits) => digits.map((digit) => digit.toString(16)).join(''))
    .filter((text) => /[^0]/.test(text));

test('A place in a trace is the same after it was written and read.', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
      const place = { traceId, spanId, sampled };
      expect(parsedTraceParent(traceParentText(place))).toEqual(place);
    }),
  );
});

test('No text that is not a traceparent is read as one, and none breaks the reading.', () => {
  const valid = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-|$)/;
  const near = fc.tuple(hex(2), hex(32), hex(16), hex(2), fc.constantFrom('', '-', '-x', 'x', '\n'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        near.map(([a, b, c, d, e]) => `${a}-${b}-${c}-${d}${e}`),
      ),
      (text) => {
        if (parsedTraceParent(text) !== undefined) expect(text).toMatch(valid);
      },
    ),
  );
});

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

test.each([
  [`00-${TRACE}-${SPAN}-00`, { traceId: TRACE, spanId: SPAN, sampled: false }],
  [`00-${TRACE}-${SPAN}-03`, { traceId: TRACE, spanId: SPAN, sampled: true }],
  [`cc-${TRACE}-${SPAN}-01-what the future will be like`, { traceId: TRACE, spanId: SPAN, sampled: true }],
  [`cc-${TRACE}-${SPAN}-01.what`, undefined],
  [`00-${TRACE}-${SPAN}-01-more`, undefined],
  [`ff-${TRACE}-${SPAN}-01`, undefined],
  [`00-${TRACE.toUpperCase()}-${SPAN}-01`, undefined],
  [`00-${'0'.repeat(32)}-${SPAN}-01`, undefined],
  [`00-${TRACE}-${'0'.repeat(16)}-01`, undefined],
  [`00-${TRACE}-${SPAN}-01\n`, undefined],
])('The header %j means what W3C Trace Context says.', (text, expected) => {
  expect(parsedTraceParent(text)).toEqual(expected);
});
