import { diag } from '@opentelemetry/api';
import { OtelSpans } from '../../../src/exporters/otel-spans';
import type { Log } from '../../../src/log';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  diag.disable();
  jest.useRealTimers();
});

test('A collector that is away for long is a line a minute, in its words and without a stack.', () => {
  const lines: unknown[] = [];
  const warn: Log['warn'] = (fields, message) => lines.push({ ...fields, message });
  new OtelSpans('http://127.0.0.1:1/v1/traces', 'sluice', { debug: warn, info: warn, warn, error: warn });
  const stack = 'Error: Request timed out\n    at ClientRequest (/app/node_modules/x.js:1:1)';
  for (let tried = 0; tried < 100; tried += 1) {
    diag.error(JSON.stringify({ stack, message: 'Request timed out', name: 'Error' }));
    diag.warn(`Dropped ${tried} spans because maxQueueSize reached`);
  }
  jest.advanceTimersByTime(60_000);
  expect(lines).toEqual([
    { error: 'Error: Request timed out', message: 'spans were not sent or not taken' },
    { more: 199, message: 'spans were not sent or not taken (199 more in 60 s)' },
  ]);
  diag.error(JSON.stringify({ message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED', name: 'Error' }));
  diag.error('{"odd": ');
  expect(lines.slice(2)).toEqual([
    { error: 'Error: connect ECONNREFUSED 127.0.0.1:1', message: 'spans were not sent or not taken' },
  ]);
});
