import type {
  CallResult,
  Destination,
  DestinationCall,
} from '../../../../src/activities/destinations/call/destination';
import { ChainPerformer } from '../../../../src/activities/effects/chain-performer';
import type { RecordWork } from '../../../../src/model/contract/effect-contract';
import type { Span } from '../../../../src/telemetry/spans';
import { environmentOf, record, reference } from './performing-chain';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const FAILED: CallResult = { failure: { code: 'http-status', status: 503, message: 'HTTP 503', terminal: false } };
const REFUSED: CallResult = { failure: { code: 'http-status', status: 422, message: 'no', terminal: true } };
const DONE: CallResult = { response: undefined };

/** Performs a record once for each result, and returns what was sent as `traceparent`, and the spans. */
const attempts = async (
  results: readonly CallResult[],
  work: Partial<RecordWork> = { record: { ...record, trace: TRACE } },
): Promise<{ readonly sent: readonly (string | undefined)[]; readonly spans: readonly Span[] }> => {
  const [sent, spans, left]: [DestinationCall[], Span[], CallResult[]] = [[], [], [...results]];
  const api: Partial<Destination> = {
    call: (call) => {
      sent.push(call);
      return Promise.resolve(left.shift() ?? 'not-begun');
    },
    requestDigest: () => 'digest',
  };
  for (const [index] of results.entries()) {
    const environment = environmentOf(api, { spans: { ended: (span) => spans.push(span) } });
    const chain = { chain: 'k', attempts: index, failing: 'deliver', records: [{ ...reference('7'), ...work }] };
    await new ChainPerformer(chain, environment, undefined).perform();
  }
  return { sent: sent.map(({ trace }) => trace), spans };
};

test('I12: Each attempt at an effect sends the same traceparent, and only the one that settles it has that id as a span.', async () => {
  const { sent, spans } = await attempts([FAILED, FAILED, DONE]);
  expect(sent).toHaveLength(3);
  expect(new Set(sent).size).toBe(1);
  expect(sent[0]).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/);
  const id = sent[0]?.split('-')[2];
  expect(spans.map(({ place }) => place.spanId === id)).toEqual([false, false, true]);
  expect(new Set(spans.map(({ place }) => place.spanId)).size).toBe(3);
  expect(spans.map(({ parent }) => parent)).toEqual(Array(3).fill('00f067aa0ba902b7'));
  expect(spans.map(({ attributes }) => attributes['sluice.attempt'])).toEqual([1, 2, 3]);
  expect(spans.map(({ failure }) => failure)).toEqual(['http-status:503', 'http-status:503', undefined]);
});

test('An effect that failed for good is settled, too, and its span says of what.', async () => {
  const { sent, spans } = await attempts([REFUSED]);
  expect(spans.map(({ place }) => place.spanId)).toEqual([sent[0]?.split('-')[2]]);
  expect(spans[0]).toMatchObject({ failure: 'http-status:422', attributes: { 'http.response.status_code': 422 } });
});

test('A record of no trace sends no traceparent and makes no span, and one that is not recorded is passed on.', async () => {
  expect(await attempts([DONE], { record })).toEqual({ sent: [undefined], spans: [] });
  expect(await attempts([DONE], { record: { ...record, trace: 'hostile\r\nX: y' } })).toMatchObject({
    sent: [undefined],
    spans: [],
  });
  const unsampled = TRACE.replace(/01$/, '00');
  expect(await attempts([DONE], { record: { ...record, trace: unsampled } })).toEqual({ sent: [unsampled], spans: [] });
});

test('An effect of a handler goes on with the trace of its record, unless the handler gives it another.', async () => {
  const effect = { step: 'pay', index: 1, destination: 'api', request: {} };
  const traced = await attempts([DONE], { trace: TRACE, effects: [effect] });
  expect(traced.sent[0]).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
  const own = { ...effect, request: { headers: { TraceParent: 'own' } } };
  expect((await attempts([DONE], { trace: TRACE, effects: [own] })).sent).toEqual([undefined]);
});
