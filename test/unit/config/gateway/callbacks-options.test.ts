import { resolveConfig } from '../../../../src/config/gateway/resolve-config';
import { secret } from '../../../../src/config/environment/secret';
import { alerts, source, withOption } from '../config-source';
import { testRules } from '../rules';

const FIRST = 'x'.repeat(32);
const SECOND = 'y'.repeat(40);
const CALLBACKS = { listen: { port: 8088 }, publicUrl: 'https://gw.test/in', secret: secret('FIRST') };
const env = { FIRST, SECOND, SHORT: 'short' };
const completing = (options: object = {}, callbacks: unknown = CALLBACKS): Record<string, unknown> =>
  withOption('callbacks', callbacks, alerts({ deliver: { to: 'ledger', completes: 'callback', ...options } }));

testRules([
  [
    'a route that waits for callbacks where none are taken',
    withOption('callbacks', undefined, completing()),
    "routes.alerts.deliver.completes: got 'callback' without callbacks, expected the option callbacks, which says where callbacks arrive",
  ],
  [
    '{callback} in the path of a route that does not wait',
    alerts({ deliver: { to: 'ledger', path: '/a?cb={callback}' } }),
    'routes.alerts.deliver.path: got "/a?cb={callback}", expected no {callback} unless completes is \'callback\'',
  ],
  [
    '{callback} in the path of tombstones on a route that does not wait',
    alerts({ deliver: { to: 'ledger', tombstone: { method: 'DELETE', path: '/a?cb={callback}' } } }),
    'routes.alerts.deliver.tombstone.path: got "/a?cb={callback}", expected no {callback} unless completes is \'callback\'',
  ],
  [
    'a callback header that Sluice sets itself',
    completing({ callbackHeader: 'idempotency-key' }),
    'routes.alerts.deliver.callbackHeader: got "idempotency-key", expected a header that nothing else sets',
    { env },
  ],
  [
    'a callback header that the route sets, too',
    completing({ headers: { 'sluice-callback-url': 'x' } }),
    'routes.alerts.deliver.callbackHeader: got "Sluice-Callback-Url", expected a header that nothing else sets',
    { env },
  ],
  [
    'a callback header that the route sets by a name that receivers take for it',
    completing({ callbackHeader: 'X-Callback', headers: { x_callback: 'x' } }),
    'routes.alerts.deliver.callbackHeader: got "X-Callback", expected a header that nothing else sets',
    { env },
  ],
  [
    'a missing secret',
    completing(),
    'callbacks.secret (FIRST): got nothing, expected the secret in FIRST or a file named by FIRST_FILE',
  ],
  [
    'a short secret, which is not shown',
    completing({}, { ...CALLBACKS, secret: [secret('FIRST'), secret('SHORT')] }),
    'callbacks.secret[1] (SHORT): got a secret of 5 characters, expected at least 32 random characters',
    { env },
  ],
  [
    'a secret in the file, which is not shown',
    completing({}, { ...CALLBACKS, secret: FIRST }),
    "callbacks.secret: got a value that is not shown here, expected secret('VARIABLE'), or a list of one to five",
    { env },
  ],
  [
    'a secret with a prefix',
    completing({}, { ...CALLBACKS, secret: secret('FIRST', { prefix: 'Bearer ' }) }),
    "callbacks.secret: got a value that is not shown here, expected secret('VARIABLE'), or a list of one to five",
    { env },
  ],
  [
    'no port',
    completing({}, { ...CALLBACKS, listen: {} }),
    'callbacks.listen.port: got nothing, expected an integer from 1 to 65535',
    { env },
  ],
]);

test('Callbacks are resolved with their defaults, and all secrets in order.', () => {
  const definition = completing(
    { callbackTimeout: '90s' },
    { ...CALLBACKS, secret: [secret('SECOND'), secret('FIRST')] },
  );
  const { callbacks, routes } = resolveConfig(definition, source({ env }));
  expect(callbacks).toEqual({
    host: '127.0.0.1',
    port: 8088,
    publicUrl: 'https://gw.test/in',
    secrets: [SECOND, FIRST],
    maxBodyBytes: 65_536,
    acceptLateMs: 86_400_000,
  });
  expect(routes.find(({ name }) => name === 'alerts')?.deliver).toMatchObject({
    completes: 'callback',
    callbackHeader: 'Sluice-Callback-Url',
    callbackTimeoutMs: 90_000,
  });
});
