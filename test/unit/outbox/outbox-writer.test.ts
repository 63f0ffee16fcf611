import { OutboxWriter } from '../../../src/outbox/outbox-writer';
import type { PreparedAsk, PreparedRecord } from '../../../src/outbox/prepared-ask';
import { FakeLog } from './fake-log';

const record = (value: string): PreparedRecord => ({
  topic: 't',
  key: Buffer.from('k'),
  value: Buffer.from(value),
  headers: [],
  bytes: 100,
});

const askOf = (id: string, ...values: readonly string[]): PreparedAsk => ({
  id: id.padEnd(16, '.'),
  bytes: 100 * values.length,
  chains: [{ chain: 'c', asked: values.length, records: values.map((value) => [record(value)]) }],
});

const writerOn = (log: FakeLog, generation = 5): { writer: OutboxWriter; lease: AbortController } => {
  const lease = new AbortController();
  return { writer: new OutboxWriter({ generation, signal: lease.signal, open: log.open }), lease };
};

const all = (settled: number) => [{ chain: 'c', settled }];

test('Asks that wait together go into one transaction.', async () => {
  const log = new FakeLog();
  const { writer } = writerOn(log);
  const outcomes = await Promise.all(['a', 'b', 'c'].map((id) => writer.submit(askOf(id, `${id}1`, `${id}2`))));
  expect(outcomes).toEqual([all(2), all(2), all(2)]);
  expect(log.values).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  expect(log.progress.sequence).toBe(0n);
  await writer.close();
});

test('I9: An ask that was committed although the answer got lost is not published again.', async () => {
  const log = new FakeLog(['commits and fails']);
  const { writer } = writerOn(log);
  expect(await writer.submit(askOf('a', '1', '2'))).toEqual(all(2));
  expect(log.values).toEqual(['1', '2']);
  expect(writer.doubts).toBe(1);
  await writer.close();
});

test('I9: An ask that was not committed is published by the next session.', async () => {
  const log = new FakeLog(['fails', 'fails']);
  const { writer } = writerOn(log);
  expect(await writer.submit(askOf('a', '1'))).toEqual(all(1));
  expect(log.values).toEqual(['1']);
  expect(log.sessions).toBe(3);
  await writer.close();
});

test('I9: The next owner of a writer recognises an ask that the one before has published and nobody has confirmed.', async () => {
  const log = new FakeLog();
  const first = writerOn(log, 5);
  await first.writer.submit(askOf('a', '1'));
  await first.writer.submit(askOf('b', '2'));
  first.writer.confirm(askOf('a').id);
  await first.writer.submit(askOf('c', '3'));
  await first.writer.close();
  expect(log.progress.asks.map(({ id }) => id.replaceAll('.', ''))).toEqual(['b', 'c']);
  const second = writerOn(log, 6);
  await second.writer.begin();
  expect(await second.writer.submit(askOf('b', '2'))).toEqual(all(1));
  expect(log.values).toEqual(['1', '2', '3']);
  await second.writer.close();
});

test('I9: An owner that finds a younger one stops, and what was asked of it is left to the other.', async () => {
  const log = new FakeLog();
  const zombie = writerOn(log, 5);
  await zombie.writer.begin();
  const next = writerOn(log, 6);
  await next.writer.begin();
  await expect(zombie.writer.submit(askOf('a', '1'))).rejects.toThrow('Another process has the outbox writer');
  await expect(zombie.writer.submit(askOf('b', '2'))).rejects.toThrow('Another process has the outbox writer');
  expect(await next.writer.submit(askOf('a', '1'))).toEqual(all(1));
  expect(log.values).toEqual(['1']);
  await next.writer.close();
});

test('A writer that has lost its place fences nobody any more.', async () => {
  const log = new FakeLog();
  const { writer, lease } = writerOn(log);
  lease.abort();
  await expect(writer.submit(askOf('a', '1'))).rejects.toThrow('has lost the outbox writer');
  await expect(writer.begin()).rejects.toThrow('has lost the outbox writer');
  expect(log.sessions).toBe(0);
});

test('Only the record that Kafka refuses is given up, and what stands before it is published.', async () => {
  const log = new FakeLog([], (value) => value === 'huge');
  const { writer } = writerOn(log);
  const [good, bad] = await Promise.all([
    writer.submit(askOf('a', '1', '2')),
    writer.submit(askOf('b', '3', '4', 'huge', '5')),
  ]);
  expect(good).toEqual(all(2));
  expect(bad).toMatchObject([{ chain: 'c', settled: 2, failure: { code: 'publish-refused', terminal: true } }]);
  expect(log.values).toEqual(['1', '2', '3', '4']);
  await writer.close();
});

test('An ask that comes again while it is under way is published once.', async () => {
  const log = new FakeLog(['fails']);
  const { writer } = writerOn(log);
  const twice = await Promise.all([writer.submit(askOf('a', '1')), writer.submit(askOf('a', '1'))]);
  expect(twice).toEqual([all(1), all(1)]);
  expect(log.values).toEqual(['1']);
  await writer.close();
});
