import { DeviceApi } from '../../../examples/devices/src/device-api';

const withApi = async (body: (api: DeviceApi) => Promise<void>, random = () => 0.5): Promise<void> => {
  let now = 0;
  const api = await DeviceApi.start({ devices: 1, events: 10, now: () => now, random });
  // All its events have happened.
  now = 60_000;
  try {
    await body(api);
  } finally {
    await api.close();
  }
};

const get = async (api: DeviceApi, path: string): Promise<unknown> => (await fetch(`${api.url}${path}`)).json();

const command = (api: DeviceApi, key: string, body: unknown = { command: 'fan-on', because: 1 }): Promise<Response> =>
  fetch(`${api.url}/devices/dev-001/commands`, {
    method: 'POST',
    headers: { 'Idempotency-Key': key },
    body: JSON.stringify(body),
  });

test('A device tells what happened, and does what it is told, once for each idempotency key.', async () => {
  await withApi(async (api) => {
    expect(await get(api, '/devices/dev-001/events?after=0&limit=1')).toMatchObject({
      events: [{ id: 'dev-001/1' }],
      next: '1',
    });
    const first = await command(api, 'a');
    expect(first.status).toBe(201);
    const again = await command(api, 'a');
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect(await get(api, '/summary')).toMatchObject({ calls: 2, commands: 1, replayed: 1 });
  });
});

test('A device can be told to repeat pages, to fail, and to do something and hang up.', async () => {
  await withApi(async (api) => {
    api.moods.set({ repeatRate: 1 });
    expect(await get(api, '/devices/dev-001/events?after=5')).toMatchObject({
      events: [{ sequence: 3 }, { sequence: 4 }],
      next: '4',
      more: true,
    });
    api.moods.set({ repeatRate: 0, hangUpRate: 1 });
    await expect(command(api, 'a')).rejects.toThrow();
    expect((await command(api, 'a')).headers.get('idempotent-replayed')).toBe('true');
    api.moods.set({ failRate: 1, retryAfterSeconds: 2 });
    const failed = await command(api, 'b');
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '2']);
  });
});

test('What is no request of the API is refused in words.', async () => {
  await withApi(async (api) => {
    expect(await get(api, '/devices/dev-009/events')).toEqual({ error: 'no device dev-009' });
    expect(await get(api, '/devices/dev-001/events?after=-1')).toEqual({ error: 'after: expected an integer from 0' });
    expect((await command(api, 'a', 'nonsense')).status).toBe(400);
    expect((await fetch(`${api.url}/nothing`)).status).toBe(404);
    expect(api.moods.set({ failRate: 2, typo: 1 })).toHaveLength(2);
  });
});
