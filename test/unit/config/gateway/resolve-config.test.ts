import { resolveConfig } from '../../../../src/config/gateway/resolve-config';
import { secret } from '../../../../src/config/environment/secret';
import { alerts, ledger, source, withOption } from '../config-source';
import { problemsOf } from '../rules';

test('All problems of the file and the environment are in one message, which names the file.', () => {
  const definition = withOption(
    'bridge.concurrentSignals',
    0,
    withOption('routes.alerts.lanes', -1, withOption('name', 'A')),
  );
  expect(() => resolveConfig(definition, source({ env: { KAFKA_SSL: '1' } }))).toThrow(
    [
      'gateway.config.ts has 4 problems:',
      '  name: got "A", expected 1 to 40 characters of a-z, 0-9 and \'-\'',
      '  routes.alerts.lanes: got -1, expected an integer from 1 to 1000',
      '  bridge.concurrentSignals: got 0, expected an integer from 1 to 1000',
      '  kafka.ssl (KAFKA_SSL): got "1", expected true or false',
    ].join('\n'),
  );
});

test('No message about a configuration holds the value of a secret, a password or a header.', () => {
  const definition = ledger({ headers: { A: secret('T'), B: 'hunter2\n', C: 42 }, baseUrl: 'http://u:hunter2@a.test' });
  const env = { T: 'hunter2\n', KAFKA_SASL_PASSWORD: 'hunter2' };
  const text = problemsOf(definition, { env }).join('\n');
  expect(text).toContain('destinations.ledger.headers.A');
  expect(text).not.toContain('hunter2');
});

test('A topic may feed two routes.', () => {
  expect(problemsOf(alerts({ topics: ['transfers'] }))).toEqual([]);
});
