import type { Socket } from 'node:net';
import { HttpDestination } from '../../src/activities/destinations/http/http-destination';
import { resolvedDestination } from '../../src/config/destination/resolve-destination';
import { destinationSchema } from '../../src/config/destination/destination-schema';
import type { CallResult } from '../../src/activities/destinations/call/destination';
import { withSocketServer as withServer } from '../support/socket-server';
import { destinationCall } from '../unit/activities/destinations/destination-call';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

const destination = (baseUrl: string, proxy: 'none' | 'environment' = 'none'): HttpDestination => {
  const resolved = resolvedDestination(
    destinationSchema.parse({ baseUrl, timeout: '3s', headers: { Authorization: 'Bearer t' }, proxy }),
    {},
    { read: () => '', isFile: () => false },
  );
  if (resolved.kind !== 'http') throw new Error('expected an HTTP destination');
  return new HttpDestination(resolved);
};

const post = (api: HttpDestination, data: unknown = { a: 1 }): Promise<CallResult> =>
  api.call(destinationCall({ request: { data } }));

test('I12: A request that meets a kept connection which the API has just closed is sent once more, by itself.', async () => {
  let requests = 0;
  const take = (socket: Socket): void => {
    let served = 0;
    socket.on('data', () => {
      requests += 1;
      served += 1;
      // The second request on a connection finds that the API has given it up.
      if (served === 1) socket.write(OK);
      else socket.resetAndDestroy();
    });
  };
  await withServer(take, async (url) => {
    const api = destination(url);
    for (let call = 0; call < 5; call += 1) expect(await post(api)).toMatchObject({ response: undefined });
  });
  expect(requests).toBeGreaterThan(5);
});

/** Answers the first request of each connection, and then does `after` with the next one. */
const once =
  (after: (socket: Socket) => void) =>
  (socket: Socket): void => {
    socket.once('data', () => {
      socket.write(OK);
      socket.once('data', () => {
        after(socket);
      });
    });
  };

test('I12: A request that is sent once more goes over a fresh connection, not over another one that the API has closed too.', async () => {
  const take = once((socket) => socket.resetAndDestroy());
  await withServer(take, async (url) => {
    const api = destination(url);
    await Promise.all([post(api), post(api), post(api)]);
    expect(await post(api)).toMatchObject({ response: undefined });
  });
});

test('I12: A request that met a closed connection may have arrived, also if the API cannot be reached any more.', async () => {
  const take = once((socket) => socket.resetAndDestroy());
  const result = await withServer(take, async (url, server) => {
    const api = destination(url);
    await post(api);
    server.close();
    return post(api);
  });
  expect(result).toMatchObject({ failure: { code: 'network', perhapsDone: true } });
});

test('I12: A refusal of a request that was sent once more is told with it, because the first time may have arrived.', async () => {
  let refusing = false;
  const booked: string[] = [];
  const take = (socket: Socket): void => {
    let served = 0;
    socket.on('data', (chunk: Buffer) => {
      served += 1;
      booked.push(/idempotency-key: (.*)/i.exec(chunk.toString())?.[1] ?? '');
      if (served > 1) socket.resetAndDestroy();
      else socket.write(refusing ? 'HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n' : OK);
    });
  };
  const result = await withServer(take, async (url) => {
    const api = destination(url);
    await post(api);
    refusing = true;
    return post(api);
  });
  expect(result).toMatchObject({ failure: { status: 409, terminal: true }, resent: true });
  expect(new Set(booked).size).toBe(1);
  expect(booked).toHaveLength(3);
});

test('I12: What is no answer on a kept connection is no closed one: the request is not sent again by itself.', async () => {
  let garbage = 0;
  const take = once((socket) => {
    garbage += 1;
    socket.end('SSH-2.0-OpenSSH_9.6\r\n');
  });
  const result = await withServer(take, async (url) => {
    const api = destination(url);
    await post(api);
    return post(api);
  });
  expect(result).toMatchObject({ failure: { code: 'response-unreadable', perhapsDone: true } });
  expect(garbage).toBe(1);
});

test('I12: A fresh connection that breaks is a failure, in which the effect may have happened, and nothing is sent again.', async () => {
  let requests = 0;
  const take = (socket: Socket): void => {
    socket.once('data', () => {
      requests += 1;
      socket.resetAndDestroy();
    });
  };
  const result = await withServer(take, (url) => post(destination(url)));
  expect(result).toMatchObject({ failure: { code: 'network', perhapsDone: true, terminal: false } });
  expect(result).not.toHaveProperty('resent');
  expect(requests).toBe(1);
});

test('What never reached the API cannot have happened.', async () => {
  const url = await withServer(
    () => undefined,
    (free) => Promise.resolve(free),
  );
  const result = await post(destination(url));
  expect(result).toMatchObject({ failure: { code: 'network' } });
  expect(result).not.toMatchObject({ failure: { perhapsDone: true } });
});

test('An early refusal of a large body is read, although the API resets the connection behind it.', async () => {
  const refusal = 'HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig';
  const take = (socket: Socket): void => {
    socket.once('data', () => {
      socket.pause();
      socket.write(refusal, () => socket.resetAndDestroy());
    });
  };
  await withServer(take, async (url) => {
    for (let call = 0; call < 30; call += 1) {
      const result = await post(destination(url), Buffer.alloc(8_000_000));
      expect(result).toMatchObject({ failure: { code: 'http-status', status: 413, terminal: true } });
    }
  });
});

test('A proxy that the environment names gets no request, and no credentials, unless the destination says so.', async () => {
  const seen = { api: 0, proxy: '' };
  const api = (socket: Socket): void => {
    socket.on('data', () => {
      seen.api += 1;
      socket.write(OK);
    });
  };
  const proxy = (socket: Socket): void => {
    socket.on('data', (bytes: Buffer) => {
      seen.proxy += bytes.toString('latin1');
      socket.write(OK);
    });
  };
  const names = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) Reflect.deleteProperty(process.env, name);
  try {
    await withServer(proxy, async (proxyUrl) => {
      await withServer(api, async (url) => {
        process.env['HTTP_PROXY'] = proxyUrl;
        expect(await post(destination(url))).toMatchObject({ response: undefined });
        expect(seen).toEqual({ api: 1, proxy: '' });
        expect(await post(destination(url, 'environment'))).toMatchObject({ response: undefined });
        expect(seen.api).toBe(1);
        expect(seen.proxy).toContain(`POST ${url}/ HTTP/1.1`);
      });
    });
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
});
