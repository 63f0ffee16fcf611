import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
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
