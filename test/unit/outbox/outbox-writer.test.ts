import { OutboxWriter } from '../../../src/outbox/outbox-writer';
import type { PreparedAsk, PreparedRecord } from '../../../src/outbox/prepared-ask';
import type { WriteBatch } from '../../../src/outbox/produce-connection';
import { ProduceRefused } from '../../../src/outbox/produce-refused';
import type { PlannedBatch } from '../../../src/outbox/transaction-plan';
import { NO_PROGRESS, type WriterProgress } from '../../../src/outbox/writer-progress';
import type { WriterSession } from '../../../src/outbox/writer-session';

type Fate = 'commits' | 'commits and fails' | 'fails' | 'refused';

/** A Kafka that commits or not as it is told, and remembers what it has. */
class FakeLog {
  progress: WriterProgress = NO_PROGRESS;
  readonly values: string[] = [];
  sessions = 0;
  /** Of the next commits with records; then all commit. */
  fates: Fate[] = [];
  refuses: (batch: WriteBatch) => boolean = () => false;

  readonly open = (): Promise<WriterSession> => {
    this.sessions += 1;
    const session = this.sessions;
    return Promise.resolve({
      progress: this.progress,
      connection: {
        partitionsOf: (names: Iterable<string>) => Promise.resolve(new Map(Array.from(names, (name) => [name, 2]))),
        close: () => Promise.resolve(),
      } as unknown as WriterSession['connection'],
      commit: (rounds, progress) => this.commit(session, rounds, progress),
    });
  };

  private async commit(
    session: number,
    rounds: readonly (readonly WriteBatch[])[],
    progress: WriterProgress,
  ): Promise<void> {
    await Promise.resolve();
    if (session !== this.sessions) throw new Error('fenced');
    const fate = rounds.length === 0 ? 'commits' : (this.fates.shift() ?? 'commits');
    if (fate === 'fails') throw new Error('the broker went away before the commit');
    for (const round of rounds) {
      if (round.some(this.refuses)) {
        throw new ProduceRefused('record', round as readonly PlannedBatch[], new Error('too large'));
      }
    }
    for (const { messages } of rounds.flat()) this.values.push(...messages.map(({ value }) => String(value)));
    this.progress = progress;
    if (fate === 'commits and fails') throw new Error('the broker went away after the commit');
  }
}

const record = (value: string): PreparedRecord => ({
  topic: 't',
  key: Buffer.from('k'),
  value: Buffer.from(value),
  headers: {},
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

it('asks that wait together go into one transaction', async () => {
  const log = new FakeLog();
  const { writer } = writerOn(log);
  const outcomes = await Promise.all(['a', 'b', 'c'].map((id) => writer.submit(askOf(id, `${id}1`, `${id}2`))));
  expect(outcomes).toEqual([all(2), all(2), all(2)]);
  expect(log.values).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  expect(log.progress.sequence).toBe(0n);
  await writer.close();
});

it('I9: what was committed although the answer got lost is not published again', async () => {
  const log = new FakeLog();
  log.fates = ['commits and fails'];
  const { writer } = writerOn(log);
  expect(await writer.submit(askOf('a', '1', '2'))).toEqual(all(2));
  expect(log.values).toEqual(['1', '2']);
  expect(writer.doubts).toBe(1);
  await writer.close();
});

it('I9: what was not committed is published by the next session', async () => {
  const log = new FakeLog();
  log.fates = ['fails', 'fails'];
  const { writer } = writerOn(log);
  expect(await writer.submit(askOf('a', '1'))).toEqual(all(1));
  expect(log.values).toEqual(['1']);
  expect(log.sessions).toBe(3);
  await writer.close();
});

it('I9: the next holder recognises an ask that the one before has published and nobody has confirmed', async () => {
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

it('I9: a holder that finds a younger one stops, and what was asked of it is left to the other', async () => {
  const log = new FakeLog();
  const zombie = writerOn(log, 5);
  await zombie.writer.begin();
  const next = writerOn(log, 6);
  await next.writer.begin();
  await expect(zombie.writer.submit(askOf('a', '1'))).rejects.toThrow('Another process holds');
  await expect(zombie.writer.submit(askOf('b', '2'))).rejects.toThrow('Another process holds');
  expect(await next.writer.submit(askOf('a', '1'))).toEqual(all(1));
  expect(log.values).toEqual(['1']);
  await next.writer.close();
});

it('a writer whose hold is lost fences nobody any more', async () => {
  const log = new FakeLog();
  const { writer, lease } = writerOn(log);
  lease.abort();
  await expect(writer.submit(askOf('a', '1'))).rejects.toThrow('held by another process');
  await expect(writer.begin()).rejects.toThrow('held by another process');
  expect(log.sessions).toBe(0);
});

it('only the record that Kafka refuses is given up, and what stands before it is published', async () => {
  const log = new FakeLog();
  log.refuses = ({ messages }) => messages.some(({ value }) => String(value) === 'huge');
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

it('the same ask while it is under way is the same work', async () => {
  const log = new FakeLog();
  log.fates = ['fails'];
  const { writer } = writerOn(log);
  const twice = await Promise.all([writer.submit(askOf('a', '1')), writer.submit(askOf('a', '1'))]);
  expect(twice).toEqual([all(1), all(1)]);
  expect(log.values).toEqual(['1']);
  await writer.close();
});
