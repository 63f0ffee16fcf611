import { CommandLog } from '../../../../examples/devices/src/command-log';

const command = (because: number, token = because, idempotencyKey = `key-${because}`) => ({
  device: 'dev-001',
  command: 'fan-on',
  because,
  idempotencyKey,
  token,
});

test('A device does a command once, and answers it again to whoever asks again.', () => {
  const log = new CommandLog(() => 0);
  const first = log.do(command(1));
  expect(first).toEqual({ kind: 'done', at: '1970-01-01T00:00:00.000Z' });
  expect(log.do(command(1))).toEqual({ ...first, kind: 'replayed' });
  expect(log.summary).toMatchObject({ calls: 2, commands: 1, replayed: 1, repeated: 0 });
});

test('A device refuses a key that was used for something else, and a call from the past.', () => {
  const log = new CommandLog();
  log.do(command(5));
  expect(log.do({ ...command(6), idempotencyKey: 'key-5' })).toMatchObject({ kind: 'refused', status: 422 });
  expect(log.do(command(3))).toMatchObject({ kind: 'refused', status: 409 });
  expect(log.summary).toMatchObject({ commands: 1, stale: 1 });
});

test('A device counts what a careless caller does: the same under another key, and out of order.', () => {
  const log = new CommandLog();
  log.do(command(5));
  log.do(command(5, 6, 'other'));
  log.do(command(3, 7));
  expect(log.summary).toMatchObject({ commands: 3, repeated: 1, outOfOrder: 1 });
});
