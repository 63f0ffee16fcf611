import { coreMetricsAddress } from '../../../../src/cli/gateway/core-metrics-address';
import type { ResolvedCallbacks } from '../../../../src/config/gateway/resolved-config';

test("Temporal's core takes no port at which the gateway is about to listen.", async () => {
  const free = [19_464, 8_300, 8_240, 21_000];
  const callbacks = { host: '127.0.0.1', port: 8_300 } as ResolvedCallbacks;
  const metrics = { host: '127.0.0.1', port: 19_464 };
  const address = coreMetricsAddress({ metrics, callbacks }, [8_240], () => Promise.resolve(free.shift() ?? 0));
  expect(await address).toBe('127.0.0.1:21000');
});
