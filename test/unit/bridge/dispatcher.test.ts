import { setImmediate as turn } from 'node:timers/promises';
import { ByteGate } from '../../../src/bridge/byte-gate';
import { Dispatcher } from '../../../src/bridge/dispatcher';
import type { QueuedRecord } from '../../../src/bridge/send-queue';
import type { SendResult, SignalSender } from '../../../src/bridge/signal-sender';
import type { SignalTarget } from '../../../src/records/record-encoder';
import type { Log } from '../../../src/log';
import type { RecordsSignal } from '../../../src/model/contract/contract';
import { eventually } from '../../../harness/eventually';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const LIMITS = { concurrentSignals: 4, recordsPerSignal: 3, bytesPerSignal: 1_000 };

interface Call {
  readonly workflowId: string;
  readonly offsets: readonly string[];
  readonly references: number;
  answer(result: SendResult): void;
}

/** Holds every call until the test answers it. */
class WaitingSender implements SignalSender {
  readonly calls: Call[] = [];

  send({ workflowId }: SignalTarget, { records }: RecordsSignal): Promise<SendResult> {
    return new Promise((answer) => {
      const references = records.filter(({ value }) => 'reference' in value).length;
      this.calls.push({ workflowId, offsets: records.map(({ offset }) => offset), references, answer });
    });
  }

  async call(index: number): Promise<Call> {
    return eventually(() => {
      const call = this.calls[index];
      if (call === undefined) throw new Error(`call ${index} was not made`);
      return call;
    });
  }
}

const record = (workflowId: string, offset: number, extra: Partial<QueuedRecord> = {}): QueuedRecord => ({
  stream: { id: 's', topic: 't' },
  target: { workflowId, hosting: { kind: 'key', chain: workflowId, key: workflowId } },
  record: { partition: 0, leaderEpoch: 0, offset: String(offset), key: workflowId, timestamp: 0, value: { json: 1 } },
  bytes: 10,
  revoked: new AbortController().signal,
  durable: ignore,
  released: ignore,
  ...extra,
});

test('I2: The dispatcher has one call in flight per workflow, and lets later records gather for the next.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  dispatcher.dispatch(record('a', 1));
  const first = await sender.call(0);
  for (const offset of [2, 3, 4, 5]) dispatcher.dispatch(record('a', offset));
  dispatcher.dispatch(record('b', 1));
  await sender.call(1);
  await turn();
  expect(sender.calls.map(({ workflowId, offsets }) => [workflowId, offsets])).toEqual([
    ['a', ['1']],
    ['b', ['1']],
  ]);
  first.answer({ kind: 'durable' });
  expect((await sender.call(2)).offsets).toEqual(['2', '3', '4']);
});

test('I2: The dispatcher sends the same again after an unknown outcome, before anything later.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  const durable = jest.fn();
  dispatcher.dispatch(record('a', 1, { durable }));
  const first = await sender.call(0);
  dispatcher.dispatch(record('a', 2));
  first.answer({ kind: 'unknown', message: 'deadline' });
  const again = await sender.call(1);
  expect(again.offsets).toEqual(['1']);
  expect(durable).not.toHaveBeenCalled();
  again.answer({ kind: 'durable' });
  expect((await sender.call(2)).offsets).toEqual(['2']);
  expect(durable).toHaveBeenCalledTimes(1);
});

test('I2: The dispatcher repeats a call that was begun also after its partition was given up, but begins no other for it.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  const given = new AbortController();
  const released = jest.fn();
  dispatcher.dispatch(record('a', 1, { revoked: given.signal }));
  const first = await sender.call(0);
  dispatcher.dispatch(record('a', 2, { revoked: given.signal, released }));
  dispatcher.dispatch(record('a', 1));
  given.abort();
  first.answer({ kind: 'unknown', message: 'deadline' });
  const again = await sender.call(1);
  expect(again.offsets).toEqual(['1']);
  again.answer({ kind: 'durable' });
  expect((await sender.call(2)).offsets).toEqual(['1']);
  expect(released).toHaveBeenCalledTimes(1);
});

test('I10: The dispatcher makes a bounded number of calls at a time and serves workflows in turn.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  for (let index = 0; index < 10; index += 1) dispatcher.dispatch(record(`w${index}`, 1));
  await sender.call(3);
  await turn();
  expect(sender.calls).toHaveLength(4);
  sender.calls[0]?.answer({ kind: 'durable' });
  expect((await sender.call(4)).workflowId).toBe('w4');
});

test('I10: The dispatcher has a bounded number of bytes under way, and takes what has gathered when there is room.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log, new ByteGate(100));
  for (const workflow of ['a', 'b', 'c']) dispatcher.dispatch(record(workflow, 1, { bytes: 70 }));
  await sender.call(1);
  dispatcher.dispatch(record('c', 2));
  await turn();
  expect(sender.calls).toHaveLength(2);
  sender.calls[0]?.answer({ kind: 'durable' });
  expect(await sender.call(2)).toMatchObject({ workflowId: 'c', offsets: ['1', '2'] });
});

test('I10: Records that fall out while they wait for room keep no other from it.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log, new ByteGate(50));
  const given = new AbortController();
  dispatcher.dispatch(record('a', 1, { bytes: 70 }));
  dispatcher.dispatch(record('b', 1, { bytes: 70, revoked: given.signal }));
  dispatcher.dispatch(record('c', 1, { bytes: 70 }));
  await sender.call(0);
  given.abort();
  sender.calls[0]?.answer({ kind: 'durable' });
  expect((await sender.call(1)).workflowId).toBe('c');
});

test('I10: A workflow that takes nothing leaves its room to others while it waits.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log, new ByteGate(50));
  for (const workflow of ['a', 'b']) dispatcher.dispatch(record(workflow, 1, { bytes: 70 }));
  (await sender.call(0)).answer({ kind: 'full', message: 'no worker' });
  const other = await sender.call(1);
  expect(other.workflowId).toBe('b');
  other.answer({ kind: 'durable' });
  expect((await sender.call(2)).workflowId).toBe('a');
});

test('The dispatcher is idle once the last call has its answer, though records of given-up partitions still wait.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  await dispatcher.idle();
  const given = new AbortController();
  for (const offset of [1, 2, 3, 4, 5]) dispatcher.dispatch(record('a', offset, { revoked: given.signal }));
  const only = await sender.call(0);
  const idle = jest.fn();
  const becomingIdle = dispatcher.idle().then(idle);
  given.abort();
  await turn();
  expect(idle).not.toHaveBeenCalled();
  only.answer({ kind: 'durable' });
  await becomingIdle;
  expect(sender.calls).toHaveLength(1);
});

test('I10: The dispatcher sends by reference, in one call, what a run should not get whole.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  const durable = jest.fn();
  for (const offset of [1, 2]) dispatcher.dispatch(record('a', offset, { durable }));
  (await sender.call(0)).answer({ kind: 'heavy', message: 'history' });
  const again = await sender.call(1);
  expect([again.offsets, again.references]).toEqual([['1', '2'], 2]);
  again.answer({ kind: 'durable' });
  await dispatcher.idle();
  expect(durable).toHaveBeenCalledTimes(2);
});

test('The dispatcher sends apart what is too large together, and by reference what is too large alone.', async () => {
  const sender = new WaitingSender();
  const dispatcher = new Dispatcher(sender, LIMITS, log);
  for (const offset of [1, 2]) dispatcher.dispatch(record('a', offset));
  (await sender.call(0)).answer({ kind: 'too-large', message: 'blob' });
  const alone = await sender.call(1);
  expect(alone.offsets).toEqual(['1']);
  alone.answer({ kind: 'too-large', message: 'blob' });
  const reference = await sender.call(2);
  expect([reference.offsets, reference.references]).toEqual([['1'], 1]);
  reference.answer({ kind: 'durable' });
  expect((await sender.call(3)).offsets).toEqual(['2']);
});

test('The dispatcher waits before it sends a bare reference again that is refused as too large, and says so.', async () => {
  const sender = new WaitingSender();
  const warn = jest.fn();
  const dispatcher = new Dispatcher(sender, LIMITS, { ...log, warn });
  dispatcher.dispatch(record('a', 1));
  (await sender.call(0)).answer({ kind: 'too-large', message: 'blob' });
  (await sender.call(1)).answer({ kind: 'too-large', message: 'blob' });
  await eventually(() => {
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ kind: 'failed', error: 'blob' }), expect.any(String));
  });
  for (let turns = 0; turns < 10; turns += 1) await turn();
  expect(sender.calls).toHaveLength(2);
  dispatcher.close();
});
