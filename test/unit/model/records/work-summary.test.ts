import { effectsSummary, publishSummary, readSummary, rejectSummary } from '../../../../src/model/records/work-summary';

const stream = { id: 's', topic: 'transfers' };
const at = (offset: number) => ({ partition: 3, leaderEpoch: 0, offset: String(offset) });
const call = { step: '0', index: 0, destination: 'ledger', request: { path: '/a', data: { secret: 'hunter2' } } };
const work = (offset: number, effects?: readonly (typeof call)[]) => ({
  stream,
  position: at(offset),
  sequence: 1,
  ...(effects === undefined ? {} : { effects }),
});
const names = { gateway: 'bank', route: 'main' };
const chain = (id: string, records: readonly ReturnType<typeof work>[]) => ({ chain: id, attempts: 0, records });

test('A batch of one record is summed up by call, position and key, and never by values.', () => {
  const summary = effectsSummary({ ...names, chains: [chain('acc-07', [work(1024, [call])])] });
  expect(summary).toBe('POST ledger, transfers/3/1024 (key acc-07)');
});

test('A batch of several is summed up by their numbers and the first; without a call, by the route.', () => {
  const chains = [chain('acc-07', [work(7), work(8)]), chain('acc-08', [work(9)])];
  expect(effectsSummary({ ...names, chains })).toBe('3 records of 2 keys: route main, transfers/3/7 (key acc-07) ...');
});

test('A batch that publishes, rejects or reads back is summed up alike.', () => {
  const publishes = [{ topic: 'balances', key: 'k', value: { secret: 'hunter2' }, step: '0', index: 0 }];
  const published = [{ chain: 'a', records: [{ stream, position: at(1), publishes }] }];
  expect(publishSummary({ ...names, chains: published as never })).toBe('publish to balances, transfers/3/1 (key a)');
  const failure = { code: 'http-status', message: 'hunter2', destination: 'ledger' } as const;
  expect(rejectSummary({ ...names, chain: 'a', stream, position: at(2), failure, attempts: 1 })).toBe(
    'http-status at ledger, transfers/3/2 (key a)',
  );
  const read = { route: 'main', stream, partition: 3, leaderEpoch: 0, offsets: ['5', '6'] };
  expect(readSummary(read)).toBe('records read back, transfers/3 from 5');
});

test('Hostile and long keys stay plain text of one line, within the limit of the server.', () => {
  const hostile = '\u001b[2J\u202e\n<b>[x](y)</b>';
  const summary = effectsSummary({ ...names, chains: [chain(hostile, [work(1)])] });
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(summary).not.toMatch(/[\u0000-\u001f\u202e]|(?<!\\)[<[]/);
  for (const key of ['\u{1f600}'.repeat(500), '\\'.repeat(500), '\u4e2d'.repeat(500)]) {
    const long = { id: 's', topic: 't'.repeat(249) };
    const chains = [chain(key, [{ ...work(1), stream: long }, work(2)])];
    expect(Buffer.byteLength(JSON.stringify(effectsSummary({ ...names, chains })))).toBeLessThanOrEqual(320);
  }
});
