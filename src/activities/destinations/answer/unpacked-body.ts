import { PassThrough, pipeline, type Readable } from 'node:stream';
import * as zlib from 'node:zlib';

/** What has come is passed on, and what ends early is an error: the rest of an answer is missing. */
const ZIP = { flush: zlib.constants.Z_SYNC_FLUSH };
const BROTLI = { flush: zlib.constants.BROTLI_OPERATION_FLUSH };
/** Each takes memory and time of its own, whatever it unpacks: a header of 16 KB may name thousands (I10). */
const MOST_STEPS = 5;
/** The largest window that a sender may ask for (RFC 9659): Node would take 128 MB for a few bytes. */
const ZSTD_WINDOW_LOG = 23;
/** What every zlib stream begins with. Some APIs send deflate without the header that belongs to it. */
const ZLIB_MARK = 0x78;

/** `first`: the first byte of what it unpacks, if that is known. */
type Step = (first?: number) => NodeJS.ReadWriteStream;

export interface PackedAnswer {
  readonly method: string;
  readonly status: number;
  /** Its Content-Encoding. */
  readonly encoding: unknown;
}

/** The body of an answer, unpacked as its Content-Encoding says. One of no bytes is empty, whatever that is. */
export const unpackedBody = (packed: Readable, { method, status, encoding }: PackedAnswer): Readable => {
  if (typeof encoding !== 'string' || method === 'HEAD' || status === 204) return packed;
  const steps = stepsOf(encoding);
  if (steps.length === 0) return packed;
  if (steps.length > MOST_STEPS) {
    packed.destroy();
    return new PassThrough().destroy(new Error(`it is packed ${steps.length} times, expected at most ${MOST_STEPS}`));
  }
  const body = new PassThrough();
  packed.once('readable', () => {
    const begin = packed.read() as Buffer | null;
    if (begin !== null) packed.unshift(begin);
    const through = begin === null ? [] : steps.map((step, index) => step(index === 0 ? begin[0] : undefined));
    // Its reader learns of errors.
    pipeline([packed, ...through, body], () => undefined);
  });
  packed.once('error', (error) => {
    body.destroy(error);
  });
  return body;
};

/** What is packed several times is unpacked from the last one on. What nobody knows stays as it is. */
const stepsOf = (encoding: string): readonly Step[] => {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const steps = names.filter((name) => name !== 'identity').map((name) => STEPS.get(name));
  return steps.some((step) => step === undefined) ? [] : steps.reverse().flatMap((step) => step ?? []);
};

const unzip: Step = () => zlib.createUnzip(ZIP);
const inflate: Step = (first = ZLIB_MARK) => (first === ZLIB_MARK ? unzip() : zlib.createInflateRaw(ZIP));

interface Zstd {
  readonly createZstdDecompress?: (options: object) => NodeJS.ReadWriteStream;
  readonly zstdDecompressSync: (packed: Buffer) => Buffer;
  readonly constants: { readonly ZSTD_e_flush: number; readonly ZSTD_d_windowLogMax: number };
}

/** A frame of "x" without its last byte. */
const CUT = Buffer.from('28b52ffd2001090000', 'hex');

/** Node has it from 22.15 on. That of Node 22 takes what is cut short, and the first of several frames, for all. */
const tellsWhatIsCut = ({ zstdDecompressSync }: Zstd): boolean => {
  try {
    zstdDecompressSync(CUT);
    return false;
  } catch {
    return true;
  }
};

/** No request asks for it, and some APIs send it all the same. */
const zstd = (): Step | undefined => {
  const node = zlib as unknown as Zstd;
  const { createZstdDecompress: create, constants } = node;
  const { ZSTD_e_flush: flush, ZSTD_d_windowLogMax: window } = constants;
  const options = { flush, params: { [window]: ZSTD_WINDOW_LOG } };
  return create && tellsWhatIsCut(node) ? () => create(options) : undefined;
};

const STEPS: ReadonlyMap<string, Step | undefined> = new Map([
  ...['gzip', 'x-gzip', 'compress', 'x-compress'].map((name) => [name, unzip] as const),
  ['deflate', inflate],
  ['br', () => zlib.createBrotliDecompress(BROTLI)],
  ['zstd', zstd()],
]);
