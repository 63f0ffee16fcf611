import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KafkaClient } from '../../../../src/kafka/client/kafka-client';
import { SharedClient } from '../../../../src/kafka/reading/shared-client';

/** Makes clients that count themselves, and says which are closed. */
const clients = () => {
  const closed: number[] = [];
  let made = 0;
  const client = new SharedClient(() => {
    const id = made;
    made += 1;
    const cluster = { id, disconnect: () => Promise.resolve() };
    const sockets = { destroy: () => void closed.push(id) };
    return Promise.resolve({ cluster, sockets } as unknown as KafkaClient);
  });
  const idOf = ({ cluster }: KafkaClient): number => (cluster as unknown as { readonly id: number }).id;
  const use = <T>(work: () => Promise<T>, unwanted = new AbortController().signal): Promise<readonly [number, T]> =>
    client.use(async (lent) => [idOf(lent), await work()] as const, unwanted);
  return { client, closed, use };
};

/** Work that lasts until it is told how to end. */
const pending = () => {
  let end: (outcome: Promise<string>) => void = () => undefined;
  const outcome = new Promise<string>((resolve) => {
    end = resolve;
  });
  return {
    work: () => outcome,
    done: () => {
      end(Promise.resolve('done'));
    },
    fail: (error: Error) => {
      end(Promise.reject(error));
    },
  };
};

const timeout = Object.assign(new Error('Request Fetch timed out'), { name: 'KafkaJSRequestTimeoutError' });
const refused = Object.assign(new Error('connect ECONNREFUSED'), { name: 'KafkaJSConnectionError' });

test('A read that times out takes the connection from none of those that are under way, and the next one gets a new one.', async () => {
  const { closed, use } = clients();
  const [slow, failing] = [pending(), pending()];
  const [first, second] = [use(slow.work), use(failing.work)];
  failing.fail(timeout);
  await expect(second).rejects.toBe(timeout);
  expect(closed).toEqual([]);
  expect(await use(() => Promise.resolve('late'))).toEqual([1, 'late']);
  slow.done();
  expect(await first).toEqual([0, 'done']);
  await nextTurn();
  expect(closed).toEqual([0]);
});

test('A broker that cannot be reached fails all who are there at once, with what the first of them found, whatever they wait for.', async () => {
  const { client, closed, use } = clients();
  let lost: AbortSignal | undefined;
  const waiting = client.use((_client, signal) => {
    lost = signal;
    return new Promise<never>(() => undefined);
  }, new AbortController().signal);
  const failing = pending();
  const both = Promise.allSettled([waiting, use(failing.work)]);
  await nextTurn();
  failing.fail(refused);
  expect(await both).toEqual([
    { status: 'rejected', reason: refused },
    { status: 'rejected', reason: refused },
  ]);
  expect(lost?.reason).toBe(refused);
  await nextTurn();
  expect(closed).toEqual([0]);
  expect(await use(() => Promise.resolve('later'))).toEqual([1, 'later']);
});

test('A broker that leaves two reads without an answer fails all who still wait for it.', async () => {
  const { closed, use } = clients();
  const works = [pending(), pending(), pending()] as const;
  const [first, ...others] = works.map(({ work }) => use(work));
  const outcomes = Promise.allSettled(others);
  works[0].fail(timeout);
  await expect(first).rejects.toBe(timeout);
  expect(closed).toEqual([]);
  works[1].fail(timeout);
  expect(await outcomes).toMatchObject([{ reason: timeout }, { reason: timeout }]);
  await nextTurn();
  expect(closed).toEqual([0]);
});

test('A reader that gives up is answered at once, and the others keep the client.', async () => {
  const { closed, use } = clients();
  const givesUp = new AbortController();
  const given = use(() => new Promise<string>(() => undefined), givesUp.signal);
  givesUp.abort(new Error('given up'));
  await expect(given).rejects.toThrow('given up');
  expect(await use(() => Promise.resolve('next'))).toEqual([0, 'next']);
  expect(closed).toEqual([]);
});

test('A client is kept between reads that go well; closing ends all of them, and fails who still uses one.', async () => {
  const { client, closed, use } = clients();
  expect(await use(() => Promise.resolve('one'))).toEqual([0, 'one']);
  const last = Promise.allSettled([use(pending().work)]);
  await expect(use(() => Promise.reject(timeout))).rejects.toBe(timeout);
  expect(await use(() => Promise.resolve('two'))).toEqual([1, 'two']);
  await client.close();
  expect(closed.sort()).toEqual([0, 1]);
  expect(await last).toMatchObject([{ reason: { code: 'refused' } }]);
});
