import type { SendResult, SignalSender } from '../../../../src/bridge/signal-sender';
import { measuredPoll } from '../../../../src/gateway/measured/measured-poll';
import { measuredSender } from '../../../../src/gateway/measured/measured-sender';
import { measuredSource } from '../../../../src/gateway/measured/measured-source';
import { measuredSession } from '../../../../src/outbox/measured-session';
import { ProduceRefused } from '../../../../src/outbox/produce-refused';
import { NO_PROGRESS } from '../../../../src/outbox/writer-progress';
import type { WriterSession } from '../../../../src/outbox/writer-session';
import type { RecordSource, SourceHandler } from '../../../../src/records/record-source';
import { counted } from './counted';

type Sent = Parameters<SignalSender['send']>;
const SIGNAL = { stream: { id: 's', topic: 't' }, records: [{}, {}] } as unknown as Sent[1];

test.each<[SendResult, string[]]>([
  [{ kind: 'durable' }, ['sluice_signals_total{route=r,outcome=durable} 1', 'sluice_records_durable_total{route=r} 2']],
  [{ kind: 'busy', message: 'x' }, ['sluice_signals_total{route=r,outcome=busy} 1']],
])('A signal that ends as %j is counted, and its records only if they are durable.', async (result, expected) => {
  const telemetry = counted();
  const sender = measuredSender('r', { send: () => Promise.resolve(result) }, telemetry);
  expect(await sender.send({} as Sent[0], SIGNAL, 1)).toBe(result);
  expect(telemetry.counts).toEqual(expected);
  expect(telemetry.observed).toEqual(['sluice_signal_duration_seconds{route=r}']);
});

test('Records that a replay sends again are counted beside the others.', async () => {
  const telemetry = counted();
  const sender = measuredSender('r', { send: () => Promise.resolve({ kind: 'durable' }) }, telemetry);
  await sender.send({} as Sent[0], { ...SIGNAL, stream: { id: 's', topic: 't', replay: 2 } }, 1);
  expect(telemetry.counts).toContain('sluice_records_replayed_total{route=r} 2');
});

test('A source counts records by topic, rebalances, and commits that worked or failed.', async () => {
  const telemetry = counted();
  let inner: SourceHandler | undefined;
  let works = true;
  const source: RecordSource = {
    start: (handler) => {
      inner = handler;
      return Promise.resolve();
    },
    commit: () => (works ? Promise.resolve() : Promise.reject(new Error('no'))),
    drain: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const assigned = jest.fn();
  const batch = jest.fn(() => Promise.resolve());
  const handler: SourceHandler = { assigned, batch, revoking: () => Promise.resolve(), failed: () => undefined };
  const measured = measuredSource('r', source, telemetry);
  await measured.start(handler);
  const partition = { stream: { topic: 't', id: 'i' }, partition: 0, assignmentEpoch: 1 };
  inner?.assigned([partition]);
  await inner?.batch({ partition, records: [{}, {}] } as never, {} as never);
  await inner?.revoking();
  await inner?.revoking();
  await measured.commit([]);
  works = false;
  await expect(measured.commit([])).rejects.toThrow('no');
  expect(telemetry.counts).toEqual([
    'sluice_rebalances_total{route=r,change=assigned} 1',
    'sluice_records_delivered_total{route=r,topic=t} 2',
    'sluice_rebalances_total{route=r,change=revoked} 1',
    'sluice_commits_total{route=r,outcome=done} 1',
    'sluice_commits_total{route=r,outcome=failed} 1',
  ]);
  expect(assigned).toHaveBeenCalledWith([partition]);
  expect(batch).toHaveBeenCalledTimes(1);
});

test('A poll counts its items, and as failed if it throws or says what failed after them.', async () => {
  const telemetry = counted();
  const results = [{ records: [{ value: 1 }] }, { records: [{ value: 1 }], failure: new Error('page 2') }];
  const source = measuredPoll('feed', { poll: () => Promise.resolve(results.shift() ?? fails()) }, telemetry);
  await source.poll(null, {} as never);
  await source.poll(null, {} as never);
  await expect(source.poll(null, {} as never)).rejects.toThrow('down');
  expect(telemetry.counts).toEqual([
    'sluice_poll_items_total{agents=feed} 1',
    'sluice_polls_total{agents=feed,outcome=done} 1',
    'sluice_poll_items_total{agents=feed} 1',
    'sluice_polls_total{agents=feed,outcome=failed} 1',
    'sluice_polls_total{agents=feed,outcome=failed} 1',
  ]);
});

const fails = (): never => {
  throw new Error('down');
};

test('A transaction counts as committed with its records, as aborted if Kafka refused it, or as in doubt.', async () => {
  const telemetry = counted();
  const ends = [undefined, new ProduceRefused('record', [], 'too large'), new Error('socket closed')];
  const session = {
    progress: NO_PROGRESS,
    commit: () => {
      const end = ends.shift();
      return end === undefined ? Promise.resolve() : Promise.reject(end);
    },
  } as unknown as WriterSession;
  const measured = measuredSession(session, telemetry);
  const rounds = [[{ topic: 't', partition: 0, messages: [{}, {}] }]] as never;
  await measured.commit(rounds, NO_PROGRESS);
  await expect(measured.commit(rounds, NO_PROGRESS)).rejects.toThrow();
  await expect(measured.commit(rounds, NO_PROGRESS)).rejects.toThrow();
  expect(telemetry.counts).toEqual([
    'sluice_publish_transactions_total{outcome=committed} 1',
    'sluice_published_records_total{topic=t} 2',
    'sluice_publish_transactions_total{outcome=aborted} 1',
    'sluice_publish_transactions_total{outcome=doubt} 1',
  ]);
});
