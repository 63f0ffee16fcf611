import fc from 'fast-check';
import { parsedTraceParent } from '../../../src/model/trace-parent';
import type { SourceRecord } from '../../../src/records/record-source';
import { RecordTraces } from '../../../src/records/record-traces';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const record = (...traceparents: readonly (string | null)[]): SourceRecord => ({
  offset: 7n,
  leaderEpoch: 1,
  key: Buffer.from('k'),
  value: null,
  timestamp: 5,
  headers: traceparents.map((text) => ['traceparent', text === null ? null : Buffer.from(text)] as const),
});

const traces = new RecordTraces('bank transfers', 1);

test('I12: A record has the same place in its trace whoever reads it, and however often.', () => {
  for (const source of [record(), record(PARENT)]) {
    expect(new RecordTraces('bank transfers', 1).of(3, { ...source })).toEqual(traces.of(3, source));
  }
});

test('A record goes on with the trace of its producer, with a span of its own in each route.', () => {
  const { trace = '', parent } = traces.of(3, record(PARENT)) ?? {};
  expect(parent).toEqual(parsedTraceParent(PARENT));
  expect(parsedTraceParent(trace)).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', sampled: true });
  const places = [traces, new RecordTraces('bank audits', 1)].map((one) => one.of(3, record(PARENT))?.trace);
  expect(new Set([PARENT, ...places]).size).toBe(3);
});

test('A record whose trace is not recorded is passed on as it came, whatever part of the others is.', () => {
  const unsampled = PARENT.replace(/01$/, '00');
  expect(traces.of(3, record(unsampled))?.trace).toBe(unsampled);
  expect(new RecordTraces('bank transfers', 0).of(3, record(PARENT))?.trace).toBeDefined();
});

test.each([[[]], [['none']], [[null]], [[PARENT, PARENT]], [[`${PARENT}\n`]]])(
  'A record with the headers %j begins a trace, or has none if none is to begin.',
  (headers: (string | null)[]) => {
    expect(traces.of(3, record(...headers))).toMatchObject({ parent: undefined });
    expect(new RecordTraces('bank transfers', 0).of(3, record(...headers))).toBeUndefined();
  },
);

test('About the part that is asked for begins traces, and each record has one of its own.', () => {
  const half = new RecordTraces('bank transfers', 0.5);
  const begun = Array.from({ length: 1_000 }, (_, offset) => half.of(0, { ...record(), offset: BigInt(offset) }));
  const ids = begun.flatMap((one) => (one === undefined ? [] : [parsedTraceParent(one.trace)?.traceId]));
  expect(ids.length).toBeGreaterThan(400);
  expect(ids.length).toBeLessThan(600);
  expect(new Set(ids).size).toBe(ids.length);
});

test('No header of a record keeps it from being read, and whatever place it gets is a valid one.', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), (contents) => {
      const headers = contents.map((bytes) => ['traceparent', Buffer.from(bytes)] as const);
      expect(parsedTraceParent(traces.of(0, { ...record(), headers })?.trace ?? '')).toBeDefined();
    }),
  );
});
