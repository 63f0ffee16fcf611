import type { ResolvedOutbox } from '../../../src/config/gateway/resolved-config';
import type { Publish } from '../../../src/model/contract/outbox-contract';
import { prepareRecord } from '../../../src/outbox/prepare-record';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const outbox: ResolvedOutbox = {
  enabled: true,
  writers: 1,
  sequenceTopic: 'q',
  topics: new Map(),
};
const work = { stream: { id: 's', topic: 't' }, position: { partition: 0, leaderEpoch: 0, offset: '7' } };
const publish: Publish = { step: 'publish', topic: 'out', key: 'k', value: { text: 'v' }, headers: [['own', 'x']] };

const prepared = (trace?: string, more: Partial<Publish> = {}) =>
  prepareRecord({ gateway: 'g', work, trace }, { ...publish, ...more }, { route: undefined, outbox });

test('I12: What is published for a traced record names its span, the same each time, and is as large as without.', () => {
  const traced = prepared(TRACE);
  expect(prepared(TRACE)).toEqual(traced);
  const { place } = traced.span ?? {};
  expect(traced.headers[0]).toEqual(['traceparent', Buffer.from(`00-${place?.traceId}-${place?.spanId}-01`)]);
  expect(traced.span).toMatchObject({
    place: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
    parent: '00f067aa0ba902b7',
  });
  const plain = prepared();
  expect(traced.headers.slice(1)).toEqual(plain.headers);
  expect([traced.bytes, plain.span]).toEqual([plain.bytes, undefined]);
});

test('A handler that gives what it publishes a place in a trace knows better.', () => {
  const own = prepared(TRACE, { headers: [['traceparent', 'own']] });
  expect(own.headers.map(([name, content]) => [name, content?.toString()]).slice(0, 1)).toEqual([
    ['traceparent', 'own'],
  ]);
  expect(own.span).toBeUndefined();
});

test('A trace that is not recorded is passed on without a span, and what is no trace is not passed on.', () => {
  const unsampled = TRACE.replace(/01$/, '00');
  expect(prepared(unsampled).headers[0]).toEqual(['traceparent', Buffer.from(unsampled)]);
  expect(prepared(unsampled).span).toBeUndefined();
  expect(prepared('hostile').headers).toEqual(prepared().headers);
});
