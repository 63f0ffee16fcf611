import fc from 'fast-check';
import { addressedKey } from '../../../../src/console/answers/addressed-key';
import { callRates, readCallSamples } from '../../../../src/console/answers/call-samples';
import { keyRow } from '../../../../src/console/answers/key-row';
import { LagHistory } from '../../../../src/console/answers/lag-history';
import { recordOf } from '../../../../src/console/answers/record-answer';
import { TemporalLinks } from '../../../../src/console/answers/temporal-links';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import { anyText } from '../../../support/any-text';

// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const CANARY = 'canary-value';
const stream = { id: 's', topic: 'transfers' };

/** All texts of an answer. */
const textsOf = (answer: unknown): readonly string[] => {
  if (typeof answer === 'string') return [answer];
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(textsOf) : [];
};

const hostile = fc.oneof(
  anyText(),
  fc.constantFrom('\u001b[31m', '\u202eevil', '__proto__', '<img src=x onerror=alert(1)>', 'x'.repeat(1_000_000)),
);

const standing = (text: string): Parameters<typeof keyRow>[1] => ({
  chain: 'key-1',
  key: text,
  status: 'parked',
  waiting: 1,
  head: { topic: text, partition: 0, leaderEpoch: 0, offset: '7' },
  attempts: 1,
  failure: { code: 'http-status', status: 422, message: CANARY, destination: text, step: text, reason: text },
  doubts: [{ since: 0, cause: 'timeout' }],
});

test('A row of a key is short, without control characters, and without the words of its failure, whatever the key is.', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const row = keyRow('main', standing(text));
      expect(row).toMatchObject({ status: 'parked', cause: 'http-status:422', perhapsDone: true });
      for (const shown of textsOf(row)) {
        expect(shown).not.toMatch(UNSAFE);
        // An escape takes six characters.
        expect(shown.length).toBeLessThan(1_000);
      }
      expect(JSON.stringify(row)).not.toContain(CANARY);
    }),
  );
});

test('A key that waits for its destination says for which, why, and since when.', () => {
  const wait = { reason: 'breaker-open', destination: 'ledger', since: 1_000 } as const;
  expect(keyRow('main', { chain: 'a', key: 'a', status: 'postponed', waiting: 1, wait })).toEqual({
    address: { route: 'main', chain: 'YQ' },
    name: 'a',
    status: 'postponed',
    since: '1970-01-01T00:00:01.000Z',
    waiting: 1,
    cause: 'breaker-open',
    destination: 'ledger',
  });
});

test('A record is shown without control characters and cut; only what can be edited whole is given whole.', () => {
  const head = (text: string): Parameters<typeof recordOf>[0] => ({
    stream,
    position: { partition: 0, leaderEpoch: 0, offset: '7' },
    record: {
      ...{ partition: 0, leaderEpoch: 0, offset: '7', key: 'a', timestamp: 0 },
      headers: [[text, text]],
      value: { text },
    },
  });
  fc.assert(
    fc.property(hostile, (text) => {
      const { editable, ...shown } = recordOf(head(text));
      // A box for text would change its line breaks.
      const fits = text.length <= 60_000 && !text.includes('\r');
      expect(editable).toBe(fits ? text : undefined);
      for (const one of textsOf(shown)) expect(one).not.toMatch(UNSAFE);
      expect(JSON.stringify(shown).length).toBeLessThan(600_000);
    }),
  );
  expect(recordOf(head('x'.repeat(1_000_000)))).toMatchObject({ cut: 1_000_000 - 65_536 });
});

test('A record whose time no date can hold is shown without one.', () => {
  const position = { partition: 0, leaderEpoch: 0, offset: '7' };
  const record = { ...position, key: null, timestamp: 8_640_000_000_000_001, value: { text: 'a' } };
  const shown = recordOf({ stream, position, record });
  expect(shown).toMatchObject({ value: 'a' });
  expect(shown).not.toHaveProperty('time');
});

test('Bytes, tombstones and what is gone are shown, and not edited as text.', () => {
  const position = { partition: 0, leaderEpoch: 0, offset: '7' };
  const of = (value: object): object =>
    recordOf({ stream, position, record: { ...position, key: null, timestamp: 0, value } } as never);
  expect(of({ base64: 'AP8=' })).toMatchObject({ value: 'base64:AP8=' });
  expect(of({ tombstone: true })).toMatchObject({ value: '(tombstone)' });
  expect(of({ base64: 'AP8=' })).not.toHaveProperty('editable');
  expect(of({ json: { a: 1 }, source: '{"a": 1}' })).toMatchObject({ editable: '{"a": 1}' });
  expect(recordOf({ stream, position, gone: 'Retention has deleted it.' })).toMatchObject({
    value: 'Retention has deleted it.',
  });
});

const config = { name: 'bank', routes: [{ name: 'main', lanes: 0 }] } as unknown as ResolvedConfig;

test('A key has one workflow, whether it is named by its chain or typed.', () => {
  fc.assert(
    fc.property(anyText({ maxLength: 200 }), (key) => {
      const typed = addressedKey(config, { route: 'main', key });
      const chain = Buffer.from(typed.chain).toString('base64url');
      const named = addressedKey(config, { route: 'main', chain });
      expect([named.workflowId, named.chain]).toEqual([typed.workflowId, typed.chain]);
      // A key that is not known by its chain is none, rather than another one.
      if (named.key !== null) expect(named.key).toBe(typed.key);
    }),
  );
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nonsense', '//host'])(
  'The address %s is no Temporal UI.',
  (ui) => {
    expect(() => new TemporalLinks(ui, 'default')).toThrow('Expected the Temporal UI as an address');
  },
);

test('A link into the Temporal UI leads to the workflow, whatever its id is; without an address there is none.', () => {
  expect(new TemporalLinks(undefined, 'default').workflow('a')).toEqual({});
  const { link } = new TemporalLinks('http://127.0.0.1:8233/ui/?x#y', 'de/fault').workflow('bank/main/../"<a', 'run');
  expect(link).toBe('http://127.0.0.1:8233/ui/namespaces/de%2Ffault/workflows/bank%2Fmain%2F..%2F%22%3Ca/run/history');
});

const scrape = (total: number, failed: number): string => `
# TYPE sluice_calls_total counter
sluice_calls_total{destination="ledger",outcome="2xx"} ${total - failed}
sluice_calls_total{destination="ledger",outcome="422"} ${failed}
sluice_call_duration_seconds_bucket{destination="ledger",le="0.1"} ${total / 2}
sluice_call_duration_seconds_bucket{destination="ledger",le="1"} ${total}
sluice_call_duration_seconds_bucket{destination="ledger",le="+Inf"} ${total}
sluice_calls_in_flight{destination="ledger"} 3
sluice_breaker_open{destination="ledger"} 1
sluice_gate_closed{destination="ledger",cause="credentials-refused"} 1
sluice_gate_closed{destination="ledger",cause="overloaded"} 0
`;

test('Rates and latencies are what happened between two readings, over all processes of a gateway.', () => {
  const before = readCallSamples([scrape(100, 0), scrape(100, 0)], 0);
  const now = readCallSamples([scrape(150, 10), scrape(150, 10)], 10_000);
  expect(callRates('ledger', now, before)).toEqual({
    breakerOpen: true,
    gateClosed: ['credentials-refused'],
    inFlight: 6,
    perSecond: 10,
    failedPerSecond: 2,
    p50: 0.1,
    p95: 1,
  });
});

test('One reading, or a process that began anew, gives no rate; an unknown destination has no calls.', () => {
  const now = readCallSamples([scrape(10, 0)], 10_000);
  expect(callRates('ledger', now, undefined)).not.toHaveProperty('perSecond');
  expect(callRates('ledger', now, readCallSamples([scrape(100, 0)], 0))).not.toHaveProperty('perSecond');
  expect(callRates('other', now, undefined)).toEqual({ breakerOpen: false, gateClosed: [], inFlight: 0 });
});

test('Any text for metrics is read without fail.', () => {
  fc.assert(
    fc.property(fc.array(anyText()), (texts) => {
      expect(callRates('a', readCallSamples(texts, 1), undefined)).toMatchObject({ breakerOpen: false });
    }),
  );
});

test('The history of lags has a gap where Kafka did not answer, and an hour at most.', async () => {
  let asked = 0;
  const history = new LagHistory(
    ['a'],
    () => (++asked === 2 ? Promise.reject(new Error('away')) : Promise.resolve(new Map([['a', asked]]))),
    0,
  );
  history.start();
  while (asked < 800) await new Promise((resolve) => setImmediate(resolve));
  history.close();
  const { times, lags } = history.answer();
  expect(times).toHaveLength(720);
  expect(lags['a']?.at(-1)).toBeGreaterThan(790);
  const short = new LagHistory(['a', 'b'], () => Promise.reject(new Error('away')), 60_000);
  short.start();
  await new Promise((resolve) => setImmediate(resolve));
  expect(short.answer().lags).toEqual({ a: [null], b: [null] });
  short.close();
});
