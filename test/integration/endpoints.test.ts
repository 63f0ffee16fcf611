// What a process listens on, with real sockets. No client can make an accept fail here, so the server is told of it.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { eventually } from '../../harness/eventually';
import { CallbackEndpoint } from '../../src/callbacks/callback-endpoint';
import { WatchEndpoint } from '../../src/exporters/watch-endpoint';
import { Health } from '../../src/telemetry/health';
import { NO_TELEMETRY } from '../../src/telemetry/telemetry';
import { silentLog } from '../unit/kafka/silent-log';

const listeners = {
  metrics: async (warned: jest.Mock) => {
    const watched = { health: new Health(), metrics: () => Promise.resolve('') };
    const endpoint = await WatchEndpoint.listen({ host: '127.0.0.1', port: 0 }, watched, {
      ...silentLog,
      warn: warned,
    });
    return () => endpoint.close();
  },
  callbacks: async (warned: jest.Mock) => {
    const options = {
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      secrets: ['0123456789abcdef'],
      maxBodyBytes: 1,
      acceptLateMs: 0,
    };
    const sender = { send: () => Promise.reject(new Error('not called')) };
    const log = { ...silentLog, warn: warned };
    const endpoint = await CallbackEndpoint.listen('bank', options, sender, NO_TELEMETRY, log);
    return () => endpoint.drain();
  },
};

test.each(Object.entries(listeners))(
  'A connection that cannot be accepted by the endpoint of %s is told and ends no process.',
  async (_, listen) => {
    const made = jest.spyOn(http, 'createServer');
    const warned = jest.fn();
    const close = await listen(warned);
    try {
      (made.mock.results[0]?.value as http.Server).emit('error', new Error('accept EMFILE'));
      (made.mock.results[0]?.value as http.Server).emit('error', new Error('accept EMFILE'));
      expect(warned.mock.calls).toEqual(
        Array(2).fill([{ error: 'accept EMFILE' }, expect.stringContaining('accepted')]),
      );
    } finally {
      made.mockRestore();
      await close();
    }
  },
);

test('Those who connect and never ask do not keep others from metrics and health, and the log tells of them.', async () => {
  const warned = jest.fn();
  const watched = { health: new Health(), metrics: () => Promise.resolve('up 1') };
  const log = { ...silentLog, warn: warned };
  const endpoint = await WatchEndpoint.listen({ host: '127.0.0.1', port: 0 }, watched, log);
  const [host = '', port] = endpoint.address.split(':');
  const sockets = new Set<net.Socket>();
  let attacking = true;
  const connect = (): void => {
    const socket = net.connect(Number(port), host, () => socket.write('GET / HT'));
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (attacking) setTimeout(connect, 50);
    });
  };
  try {
    for (let index = 0; index < 100; index += 1) connect();
    await eventually(() => {
      expect(warned).toHaveBeenCalled();
    });
    for (let time = 0; time < 20; time += 1) {
      expect((await fetch(`http://${endpoint.address}/metrics`)).status).toBe(200);
    }
    expect(warned.mock.calls).toEqual([
      [{ closed: 1 }, expect.stringContaining('metrics and health: there were too many connections')],
    ]);
  } finally {
    attacking = false;
    for (const socket of sockets) socket.destroy();
    await endpoint.close();
  }
});

test('A connection that sends only half of its request is closed within the time that a request may take.', async () => {
  const watched = { health: new Health(), metrics: () => Promise.resolve('') };
  const endpoint = await WatchEndpoint.listen({ host: '127.0.0.1', port: 0 }, watched, silentLog);
  const [host = '', port] = endpoint.address.split(':');
  const socket = net.connect(Number(port), host, () => socket.write('GET / HT'));
  const began = Date.now();
  await once(socket.resume(), 'close');
  expect(Date.now() - began).toBeLessThan(9_000);
  await endpoint.close();
});
