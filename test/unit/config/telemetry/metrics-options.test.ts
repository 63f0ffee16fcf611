import { metricsSettings } from '../../../../src/config/telemetry/metrics-options';

const of = (text: string, definition: unknown = {}): unknown => {
  const { value, problems } = metricsSettings(definition, { SLUICE_METRICS_LISTEN: text });
  return problems.length > 0 ? problems : value;
};

test('Nothing listens unless the option or the variable says so.', () => {
  expect(metricsSettings({}, {})).toEqual({ value: undefined, problems: [] });
  expect(of('')).toBeUndefined();
});

test('The variable gives a host and a port, or a port of loopback.', () => {
  expect(of('0.0.0.0:9464')).toEqual({ host: '0.0.0.0', port: 9_464 });
  expect(of('9464')).toEqual({ host: '127.0.0.1', port: 9_464 });
  expect(of('[::1]:9464')).toEqual({ host: '::1', port: 9_464 });
  expect(of('0')).toEqual({ host: '127.0.0.1', port: 0 });
});

test('The variable overrides the option, whose host is loopback if it names none.', () => {
  expect(of('1', { metrics: { listen: { port: 9_000 } } })).toEqual({ host: '127.0.0.1', port: 1 });
  expect(of('', { metrics: { listen: { port: 9_000 } } })).toEqual({ host: '127.0.0.1', port: 9_000 });
  expect(of('', { metrics: { listen: { host: '0.0.0.0', port: 9_000 } } })).toEqual({ host: '0.0.0.0', port: 9_000 });
});

test.each(['on', 'http://localhost:1', 'host:', 'host:65536', ':9464', '-1', 'a b:1'])(
  'A variable that holds %j is a problem that says what was expected.',
  (text) => {
    expect(of(text)).toEqual([
      { variable: 'SLUICE_METRICS_LISTEN', got: JSON.stringify(text), expected: "'host:port', or a port of 127.0.0.1" },
    ]);
  },
);
