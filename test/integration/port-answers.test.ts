import { createServer, type Server } from 'node:net';
import { connectClient } from '../../src/temporal/temporal-connection';
import { assertNamespace } from '../../src/temporal/assert-namespace';
import { portAnswer } from '../../src/config/connections/port-answer';
import type { ResolvedConfig } from '../../src/config/gateway/resolved-config';
import { freePort } from '../../src/engines/free-port';
import { withKafkaAdmin } from '../../src/kafka/client/kafka-admin';
import { engineAddress } from '../../harness/engine-address';
import { silentLog } from '../unit/kafka/silent-log';
import { withTemporalClient } from '../support/engines/temporal-client';

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

test('What listens at an address is told apart: nobody, an engine without TLS, somebody who says nothing, no such host.', async () => {
  const mute = createServer();
  try {
    const port = await listening(mute);
    expect(await portAnswer(`127.0.0.1:${port}`, 1)).toBe('no-tls');
  } finally {
    mute.close();
  }
  for (const engine of ['kafka', 'temporal'] as const)
    expect(await portAnswer(engineAddress(engine), 1)).toBe('no-tls');
  expect(await portAnswer(`127.0.0.1:${await freePort()}`, 1)).toBe('nobody');
  expect(await portAnswer('127.0.0.1', await freePort())).toBe('nobody');
  expect(await portAnswer('no-such-host.invalid:9092', 1)).toBe('unknown-name');
  expect(await portAnswer('127.0.0.1:99999', 1)).toBe('nobody');
});

test('Addresses that are mixed up, and TLS where there is none, are said in words.', async () => {
  const kafka = (brokers: string[], ssl: boolean): Promise<unknown> =>
    withKafkaAdmin({ brokers, clientId: 'c', ssl }, silentLog, (admin) => admin.listTopics()).catch(
      (error: unknown) => error,
    );
  const temporal = (address: string, tls: boolean): Promise<unknown> => {
    const config = { temporal: { namespace: 'default', taskQueue: 'q', connectionOptions: { address, tls } } };
    return connectClient(config as ResolvedConfig, 'none').catch((error: unknown) => error);
  };
  const [mixed, secure, other, tls] = await Promise.all([
    kafka([engineAddress('temporal')], false),
    kafka([engineAddress('kafka')], true),
    temporal(engineAddress('kafka'), false),
    temporal(engineAddress('temporal'), true),
  ]);
  expect((mixed as Error).message).toContain('does not answer as Kafka does');
  expect((secure as Error).message).toContain('has no TLS, which KAFKA_SSL asks for');
  expect((other as Error).message).toContain('does not answer as Temporal does');
  expect((tls as Error).message).toContain('has no TLS, which TEMPORAL_TLS asks for');
});

test('A namespace that does not exist is named, with what makes it.', async () => {
  await withTemporalClient(async (client) => {
    await assertNamespace(client);
    const other = Object.create(client, {
      options: { value: { ...client.options, namespace: 'nowhere' } },
    }) as typeof client;
    await expect(assertNamespace(other)).rejects.toMatchObject({
      code: 'temporal-setup',
      message: expect.stringContaining('no namespace nowhere') as string,
    });
  });
});
