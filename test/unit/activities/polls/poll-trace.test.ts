import { PollTrace } from '../../../../src/activities/polls/poll-trace';
import type { PollOutcome } from '../../../../src/model/contract/agent-contract';
import { parsedTraceParent } from '../../../../src/model/trace-parent';
import type { Span } from '../../../../src/telemetry/spans';

const BATCH = { gateway: 'gw', definition: 'items' };
const told: Span[] = [];
const spans = { ended: (span: Span) => told.push(span) };

const spanOf = (outcome: Omit<PollOutcome, 'chain' | 'nextInMs'>): Span | undefined => {
  told.length = 0;
  PollTrace.begun({ sample: 1, spans }, 5)?.ended(BATCH, { chain: 'canary-agent', nextInMs: 0, ...outcome });
  return told[0];
};

test('A poll begins no trace if the gateway takes part in none, or if only others are to begin some.', () => {
  expect(PollTrace.begun(undefined, 0)).toBeUndefined();
  expect(Array.from({ length: 100 }, () => PollTrace.begun({ sample: 0, spans }, 0)).filter(Boolean)).toEqual([]);
});

test('Each poll begins a trace of its own, and its span is what its calls and its records are told of.', () => {
  const [one, other] = [PollTrace.begun({ sample: 1, spans }, 5), PollTrace.begun({ sample: 1, spans }, 5)];
  const place = parsedTraceParent(one?.parent ?? '');
  expect(place?.sampled).toBe(true);
  expect(parsedTraceParent(other?.parent ?? '')?.traceId).not.toBe(place?.traceId);
  told.length = 0;
  one?.ended(BATCH, { chain: 'a', nextInMs: 0, polled: { items: [], bytes: 0 } });
  expect(told).toEqual([
    expect.objectContaining({ name: 'poll items', place, startedAt: 5, attributes: expect.anything() as object }),
  ]);
  expect(told[0]?.parent).toBeUndefined();
  expect(told[0]?.failure).toBeUndefined();
});

test('The span of a poll that failed has its cause, and neither the words of the failure nor the name of the agent.', () => {
  const failure = { code: 'http-status', status: 503, message: 'canary-words' } as const;
  const span = spanOf({ failure });
  expect(span?.failure).toBe('http-status:503');
  expect(JSON.stringify(span)).not.toContain('canary');
  expect(spanOf({ slow: true })?.failure).toBe('timeout');
  expect(spanOf({ slow: true, polled: { items: [], bytes: 0 } })?.failure).toBeUndefined();
});
