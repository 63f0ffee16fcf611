// How our own requests treat connections, beside those of axios.
import type { Socket } from 'node:net';
import { CallSignal } from '../../src/activities/destinations/http/call-signal';
import { ExactHeaders } from '../../src/activities/destinations/request/exact-headers';
import { HttpExchange } from '../../src/activities/destinations/http/http-exchange';
import { readBody } from '../../src/activities/destinations/answer/response-body';
import {
  ADAPTERS,
  adapterDestination,
  answer,
  byBoth,
  cut,
  failed,
  says,
  withoutProxies,
} from '../support/both-adapters';
import { withSocketServer } from '../support/socket-server';
import { destinationCall } from '../unit/activities/destinations/destination-call';

withoutProxies();

test('I12: Both adapters say the same of an API that cannot be reached, and nothing is in doubt.', async () => {
  const nobody = await withSocketServer(
    () => undefined,
    (url) => Promise.resolve(url),
  );
  const named = nobody.replace('127.0.0.1', 'localhost');
  const plain = (url: string): string => url.replace('http:', 'https:');
  for (const [url, code] of [
    [() => nobody, 'ECONNREFUSED'],
    [() => named, 'ECONNREFUSED'],
    [plain, 'ECONNRESET'],
  ] as const) {
    const noTls = () => (socket: Socket) => socket.once('data', () => socket.end());
    const { axios, own } = await byBoth(noTls, [{ request: { data: 1 } }], { url });
    expect(axios.results[0]).toMatchObject(failed('network', { message: expect.stringContaining(code) as unknown }));
    expect(axios.results[0]).not.toMatchObject({ failure: { perhapsDone: true } });
    expect(own.results).toEqual(axios.results);
  }
});

/** Answers each request after a while, so that calls made at once need connections of their own. */
const later =
  (bytes: Buffer) =>
  (count: { connections: number }) =>
  (socket: Socket): void => {
    count.connections += 1;
    socket.on('data', () => setTimeout(() => socket.write(bytes), 20));
  };

test.each(ADAPTERS)(
  'Calls with the proxy %s share a bounded number of connections, the last one first.',
  async (proxy) => {
    const count = { connections: 0 };
    let last: Socket | undefined;
    const served = new Set<Socket>();
    const take = (socket: Socket): void => {
      later(answer(200))(count)(socket);
      socket.on('data', () => {
        last = socket;
        served.add(socket);
      });
    };
    await withSocketServer(take, async (url) => {
      const exchange = new HttpExchange(3, proxy);
      const send = async (): Promise<void> => {
        const signal = new CallSignal(new AbortController().signal, 5_000);
        const request = { url: new URL(url), method: 'GET', transport: new ExactHeaders([]), content: undefined };
        const exchanged = await exchange.send(request, signal);
        if (!('answer' in exchanged)) throw exchanged.error as Error;
        await readBody(exchanged.answer.data, 100);
        signal.release();
      };
      await Promise.all(Array.from({ length: 9 }, send));
      expect(count.connections).toBe(3);
      const again = last;
      served.clear();
      for (let call = 0; call < 3; call += 1) await send();
      expect([...served]).toEqual([again]);
    });
  },
);

test.each(ADAPTERS)('All connections of calls with the proxy %s stay open for the next calls.', async (proxy) => {
  // More than Node's agents keep by themselves.
  const calls = 300;
  let connections = 0;
  const waiting: Socket[] = [];
  const take = (socket: Socket): void => {
    connections += 1;
    socket.on('data', () => {
      if (waiting.push(socket) === calls) for (const each of waiting.splice(0)) each.write(answer(200));
    });
  };
  await withSocketServer(take, async (url) => {
    const api = adapterDestination(url, { proxy, concurrency: calls });
    for (let round = 0; round < 2; round += 1) {
      const results = await Promise.all(Array.from({ length: calls }, () => api.call(destinationCall())));
      expect(results.every((result) => typeof result === 'object' && 'receipt' in result)).toBe(true);
    }
  });
  expect(connections).toBe(calls);
});

test.each(ADAPTERS)(
  'A call with the proxy %s leaves a connection alone that the API will close soon.',
  async (proxy) => {
    for (const [hint, connections] of [
      ['timeout=1', 3],
      ['timeout=60', 1],
    ] as const) {
      const count = { connections: 0 };
      await withSocketServer(later(answer(200, '{}', { 'Keep-Alive': hint }))(count), async (url) => {
        const api = adapterDestination(url, { proxy });
        for (let call = 0; call < 3; call += 1) expect(await api.call(destinationCall())).toHaveProperty('receipt');
      });
      expect(count.connections).toBe(connections);
    }
  },
);

test('I6: Both adapters end a call that is stopped, before its answer and within it, and close its connection.', async () => {
  for (const bytes of ['', cut(answer(200, '{"a":1}'), 2)]) {
    const ended = ADAPTERS.map(async (proxy) => {
      const stop = new AbortController();
      const closed: Promise<unknown>[] = [];
      const take = (socket: Socket): void => {
        closed.push(new Promise((resolve) => socket.once('close', resolve)));
        const stopSoon = (): void => {
          setTimeout(() => {
            stop.abort();
          }, 300);
        };
        says(bytes, stopSoon)()(socket);
      };
      return withSocketServer(take, async (url) => {
        const call = destinationCall({ answer: true, signal: stop.signal, request: { data: 1 } });
        const result = await adapterDestination(url, { proxy }).call(call);
        await Promise.all(closed);
        return { result, connections: closed.length };
      });
    });
    const [axios, own] = await Promise.all(ended);
    const message = expect.stringContaining('canceled') as unknown;
    expect(axios).toMatchObject({ result: { failure: { message, perhapsDone: true } }, connections: 1 });
    expect(own).toEqual(axios);
  }
});
