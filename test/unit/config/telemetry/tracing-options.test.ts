import { tracingSettings } from '../../../../src/config/telemetry/tracing-options';

const URL_TEXT = 'http://collector:4318/v1/traces';
const VARIABLE = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';

test('A gateway takes part in no traces unless the option or the variable says where spans go.', () => {
  expect(tracingSettings({}, {})).toEqual({ value: undefined, problems: [] });
  const value = { endpoint: URL_TEXT, sample: 1 };
  expect(tracingSettings({ tracing: { endpoint: URL_TEXT } }, {})).toEqual({ value, problems: [] });
  expect(tracingSettings({}, { [VARIABLE]: URL_TEXT })).toEqual({ value, problems: [] });
});

test('The variable overrides the address of the option, and leaves its sample.', () => {
  const definition = { tracing: { endpoint: 'http://other/v1/traces', sample: 0.1 } };
  expect(tracingSettings(definition, { [VARIABLE]: URL_TEXT }).value).toEqual({ endpoint: URL_TEXT, sample: 0.1 });
});

test('Traces without an address are a problem that says where to put it.', () => {
  expect(tracingSettings({ tracing: { sample: 0.5 } }, {}).problems).toEqual([
    { option: 'tracing.endpoint', got: 'nothing', expected: `the URL to send spans to, here or in ${VARIABLE}` },
  ]);
});

test.each(['collector:4318', 'grpc://collector:4317', 'http://user:word@collector/', 'http://collector/?key=a'])(
  'A variable that holds %j is a problem that says what was expected.',
  (text) => {
    const { problems } = tracingSettings({}, { [VARIABLE]: text });
    expect(problems).toMatchObject([{ variable: VARIABLE, expected: expect.stringContaining('http://') as string }]);
    expect(JSON.stringify(problems)).not.toContain('word');
  },
);
