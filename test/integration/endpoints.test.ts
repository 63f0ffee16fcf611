// What a process listens on, with real sockets. No client can make an accept fail here, so the server is told of it.
import http from 'node:http';
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
