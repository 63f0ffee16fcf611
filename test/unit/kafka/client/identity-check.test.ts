import { IdentityCheck } from '../../../../src/kafka/client/identity-check';
import type { Stream } from '../../../../src/model/contract/record';

type Streams = ReadonlyMap<string, Stream>;

const setUp = () => {
  const requests: { resolve: (streams: Streams) => void; reject: (error: Error) => void }[] = [];
  const check = new IdentityCheck(() => new Promise<Streams>((resolve, reject) => requests.push({ resolve, reject })));
  return { check, requests };
};

const named = (id: string): Streams => new Map([['t', { id, topic: 't' }]]);

const sent = async (requests: readonly unknown[], count: number): Promise<void> => {
  for (let turn = 0; requests.length < count && turn < 20; turn += 1) await Promise.resolve();
  expect(requests).toHaveLength(count);
};

test('An identity check answers nobody by a request that was sent before they asked.', async () => {
  const { check, requests } = setUp();
  const first = check.now();
  await sent(requests, 1);
  const second = check.now();
  const third = check.now();
  requests[0]?.resolve(named('old'));
  expect(await first).toEqual(named('old'));
  await sent(requests, 2);
  requests[1]?.resolve(named('new'));
  expect(await Promise.all([second, third])).toEqual([named('new'), named('new')]);
});

test('An identity check asks again after a request that failed.', async () => {
  const { check, requests } = setUp();
  const first = check.now();
  await sent(requests, 1);
  const second = check.now();
  requests[0]?.reject(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await sent(requests, 2);
  requests[1]?.resolve(named('found'));
  expect(await second).toEqual(named('found'));
});
