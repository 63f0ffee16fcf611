import { readForHandler } from '../../../../src/activities/effects/read-for-handler';
import type { ReadResult } from '../../../../src/model/contract/effect-contract';

const request = { route: 'main', stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: [] };
const record = (offset: string, bytes: number): ReadResult => ({
  record: { partition: 0, leaderEpoch: 0, offset, key: 'k', timestamp: 0, value: { text: 'x'.repeat(bytes) } },
});
const read = (...results: ReadResult[]): Promise<readonly ReadResult[]> =>
  readForHandler(() => Promise.resolve(results), 1_000)(request);

test('Records read for a handler are as many of the first as fit one reply.', async () => {
  const results = [record('1', 300), record('2', 300), record('3', 300)];
  expect(await read(...results)).toEqual(results.slice(0, 2));
});

test('A record that fits no reply is never read for a handler, which is told in words that it is gone.', async () => {
  const [small, large, ...more] = await read(record('1', 10), record('2', 2_000));
  expect(more).toEqual([]);
  expect(small).toEqual(record('1', 10));
  expect(large).toEqual({
    offset: '2',
    gone: expect.stringMatching(/too large for a handler: \d+ bytes; deliver routes have no such limit/) as string,
  });
});

test('JSON that fits a reply only without its second form is read as text alone, which an older worker refuses.', async () => {
  const source = `{"a": "${'x'.repeat(500)}"}`;
  const value = { json: { a: 'x'.repeat(500) }, source, numbers: 'text' as const };
  const wide: ReadResult = { record: { partition: 0, leaderEpoch: 0, offset: '1', key: 'k', timestamp: 0, value } };
  const [lean] = await read(wide);
  expect(lean).toMatchObject({
    record: {
      value: { undecodable: expect.stringContaining('newer version') as string, base64: '', source, numbers: 'text' },
    },
  });
});
