import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import { readBody } from '../../../../../src/activities/destinations/answer/response-body';
import { unpackedBody } from '../../../../../src/activities/destinations/answer/unpacked-body';

const { zstdCompressSync: compress } = zlib as unknown as { readonly zstdCompressSync?: (data: Buffer) => Buffer };
const TEXT = 'some of an answer, ';
/** Node 20 has no zstd. */
const FRAME = compress?.(Buffer.from(TEXT)) ?? Buffer.from('28b52ffd2001090000', 'hex');

const unpacked = (pieces: readonly Buffer[]): Promise<Buffer> =>
  buffer(unpackedBody(Readable.from(pieces), { method: 'GET', status: 200, encoding: 'zstd' }));

/** Node 24 unpacks zstd; what a Node cannot unpack for certain stays as it is. */
const isUnpacked = Number(process.versions.node.split('.')[0]) >= 24;

test('An answer of several zstd frames is unpacked to its end or not at all, wherever its pieces are divided.', async () => {
  const whole = Buffer.concat([FRAME, FRAME, FRAME]);
  for (const at of [0, 1, FRAME.length, FRAME.length + 5, whole.length]) {
    const body = await unpacked([whole.subarray(0, at), whole.subarray(at)]);
    expect(body).toEqual(isUnpacked ? Buffer.from(TEXT.repeat(3)) : whole);
  }
});

test('An answer of zstd that is cut short is not taken for whole.', async () => {
  const cut = [FRAME, FRAME.subarray(0, -3)];
  const outcome = await unpacked(cut).catch(() => 'an error');
  expect(outcome).toEqual(isUnpacked ? 'an error' : Buffer.concat(cut));
});

const LIMIT = 65_536;
const JSON_TEXT = '{"text":"yes"}';

const times = (count: number, content: Buffer): Buffer =>
  Array.from({ length: count }).reduce<Buffer>((inner) => zlib.gzipSync(inner), content);

const read = async (encoding: string, bytes: Buffer): Promise<string> => {
  const packed = new PassThrough();
  const body = unpackedBody(packed, { method: 'POST', status: 200, encoding });
  packed.end(bytes);
  return (await readBody(body, LIMIT)).bytes.toString();
};

test.each([1, 2, 5])('An answer that is packed %i times is unpacked.', async (count) => {
  expect(await read(Array(count).fill('gzip').join(', '), times(count, Buffer.from(JSON_TEXT)))).toBe(JSON_TEXT);
});

// Twenty such answers stopped a worker for 105 s and took 1.5 GB: each step has memory of its own, whatever it unpacks.
test.each([
  ['gzip', 6],
  ['br', 5_000],
])('I10: An answer that says it is packed with %s, %i times, is not read.', async (name, count) => {
  const reading = read(Array(count).fill(name).join(','), Buffer.from('x'));
  await expect(reading).rejects.toThrow(`it is packed ${count} times, expected at most 5`);
});

const { zstdCompressSync: packedBy } = zlib as unknown as {
  readonly zstdCompressSync?: (content: Buffer, options: object) => Buffer;
};
const { ZSTD_c_windowLog: windowLog = 0 } = zlib.constants as unknown as { readonly ZSTD_c_windowLog?: number };
(isUnpacked ? test : test.skip).each([
  [23, 'is read'],
  [27, 'is not'],
])('I10: An answer packed with zstd and a window of 2^%i bytes %s.', async (log, outcome) => {
  const bytes = packedBy?.(Buffer.alloc(2 ** 27 + 1), { params: { [windowLog]: log } }) ?? Buffer.alloc(0);
  const reading = read('zstd', bytes).then(
    (text) => (text.length === LIMIT ? 'is read' : 'is something else'),
    () => 'is not',
  );
  expect(await reading).toBe(outcome);
});
