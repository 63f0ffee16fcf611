import type { CallResult } from '../../../../../src/activities/destinations/call/destination';
import { measuredNews } from '../../../../../src/activities/destinations/gate/measured-news';
import { newsToAll } from '../../../../../src/activities/destinations/gate/news-to-all';
import type { NameOf } from '../../../../../src/telemetry/metric-table';
import type { Telemetry } from '../../../../../src/telemetry/telemetry';
import { counted } from '../../../gateway/measured/counted';

const failed = (code: string, status?: number): CallResult =>
  ({ failure: { code, message: 'm', terminal: true, ...(status === undefined ? {} : { status }) } }) as CallResult;

test.each<[CallResult, string]>([
  [{ response: undefined }, '2xx'],
  [failed('http-status', 422), '422'],
  [failed('http-status', 503), '503'],
  [failed('http-status', 123_456), 'http-status'],
  [failed('timeout'), 'timeout'],
  [failed('response-unreadable', 200), '200'],
])('A call that ends as %j counts under %s.', (result, outcome) => {
  const telemetry = counted();
  measuredNews('bank', telemetry).called?.(result, 0.5);
  expect(telemetry.counts).toEqual([`sluice_calls_total{destination=bank,outcome=${outcome}} 1`]);
  expect(telemetry.observed).toEqual(['sluice_call_duration_seconds{destination=bank}']);
});

test('A call that was not begun is no call, and one that was postponed counts by its cause.', () => {
  const telemetry = counted();
  const news = measuredNews('bank', telemetry);
  news.called?.('not-begun', 0);
  news.called?.({ wait: { reason: 'breaker-open', forMs: 1 } }, 0);
  news.postponed?.('breaker-open');
  expect(telemetry.counts).toEqual(['sluice_calls_postponed_total{destination=bank,cause=breaker-open} 1']);
});

test('Breaker and gate show as closed or open, whatever the destination says about it.', () => {
  const reads = new Map<string, (put: (labels: object, value: number) => void) => void>();
  const telemetry: Telemetry = {
    ...counted(),
    gauge: (name: NameOf<'gauge'>, read: unknown) => {
      reads.set(name, read as (put: (labels: object, value: number) => void) => void);
      return () => undefined;
    },
  };
  const news = newsToAll([measuredNews('bank', telemetry)]);
  const shown = (): unknown[] => {
    const all: unknown[] = [];
    for (const read of reads.values()) read((labels, value) => all.push({ ...labels, value }));
    return all;
  };
  const closed = (cause: string, value = 0): object => ({ destination: 'bank', cause, value });
  const fine = [{ destination: 'bank', value: 0 }, closed('credentials-refused'), closed('overloaded')];
  expect(shown()).toEqual(fine);
  news.breaker('open', 5, 5);
  news.gate('closed', { reason: 'credentials-refused', message: 'secret words of the API' });
  expect(shown()).toEqual([{ destination: 'bank', value: 1 }, closed('credentials-refused', 1), closed('overloaded')]);
  news.breaker('closed', 0, 0);
  news.gate('open', { reason: 'credentials-refused', message: '' });
  expect(shown()).toEqual(fine);
});
