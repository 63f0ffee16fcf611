// Takes records one by one from the pieces of a batch. Memory holds a piece and the record that is being read, whatever
// the batch inflates to (I10).
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ByteReader } from './byte-reader';
import type { DecodingRoom } from './decoding-room';
import type { RecordPlaces } from './record-places';

/** Room for the key of a record that is too large, if the key is not what makes it so. */
const HEAD_BYTES = 1_048_576;
/** Attributes, timestamp and offset, at their longest. */
const PLACE_BYTES = 16;
const LENGTH_BYTES = 5;
const EMPTY = Buffer.alloc(0);
/** So much is passed over before it is asked whether to go on. */
const AT_ONCE_BYTES = 8_388_608;

export interface RawRecord {
  readonly bytes: number;
  /** The whole record, or only its beginning if it is too large to keep in memory. It shares no memory with other records. */
  readonly content: Buffer;
  readonly cut: boolean;
}

type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>;

export class RecordStream {
  private piece: Buffer = EMPTY;
  /** Of the piece, what comes before this is taken. */
  private at = 0;
  /** Bytes of the record under way that are still to be passed over, and what it comes to. */
  private left = 0;
  private room: DecodingRoom | undefined;
  private due: RawRecord | 'before' | undefined;
  private readonly pieces: AsyncIterator<Buffer> | Iterator<Buffer>;

  /** Of a record of more than `most` bytes, only the beginning is kept. `pieceEffort` is that of each piece besides its bytes. */
  constructor(
    pieces: Pieces,
    /** Whoever takes a record that is not `before` takes its place. */
    readonly places: RecordPlaces,
    private readonly most: number,
    private readonly pieceEffort = 0,
  ) {
    this.pieces = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  }

  /** The next record, if memory has it already: most records are small, and a promise for each would be slow. */
  ready(firstDelta: number): RawRecord | 'before' | undefined {
    if (this.due !== undefined) return undefined;
    const from = this.lengthEnd();
    if (from === undefined) return undefined;
    const bytes = this.lengthAt(this.at);
    const end = from + bytes;
    if (bytes > this.most || end > this.piece.length) return undefined;
    this.at = end;
    if (this.isBefore(from, firstDelta)) return 'before';
    // Copied, since a record that waits long would otherwise keep its whole piece in memory.
    return { bytes, content: Buffer.from(this.piece.subarray(from, end)), cut: false };
  }

  /**
   * The next record; `before` if it has a smaller offset delta than `firstDelta`; `paused` if `room` allows to inflate no
   * more in the middle of a record, where the next call goes on.
   */
  async next(firstDelta: number, room: DecodingRoom): Promise<RawRecord | 'before' | 'paused'> {
    this.room = room;
    this.due ??= await this.begin(firstDelta);
    while (this.left > 0) {
      if (room.spent) return 'paused';
      const bytes = Math.min(this.left, AT_ONCE_BYTES);
      await this.take(bytes);
      this.left -= bytes;
    }
    const { due } = this;
    this.due = undefined;
    return due;
  }

  /** Reads the record as far as it is kept. */
  private async begin(firstDelta: number): Promise<RawRecord | 'before'> {
    let from = this.lengthEnd();
    for (; from === undefined; from = this.lengthEnd()) await this.grow();
    const bytes = this.lengthAt(this.at);
    this.at = from;
    while (this.piece.length - this.at < Math.min(bytes, PLACE_BYTES)) await this.grow();
    if (this.isBefore(this.at, firstDelta)) {
      this.left = bytes;
      return 'before';
    }
    const kept = bytes > this.most ? HEAD_BYTES : bytes;
    const content = Buffer.allocUnsafeSlow(kept);
    await this.take(kept, content);
    this.left = bytes - kept;
    return { bytes, content, cut: kept < bytes };
  }

  /** Gives back what inflates the pieces. */
  close(): void {
    void this.pieces.return?.();
  }

  /** Takes `bytes` from the stream, into `target` if there is one. */
  private async take(bytes: number, target?: Buffer): Promise<void> {
    for (let taken = 0; taken < bytes;) {
      if (this.at === this.piece.length) this.use(await this.nextPiece());
      const end = Math.min(this.piece.length, this.at + bytes - taken);
      if (target !== undefined) this.piece.copy(target, taken, this.at, end);
      taken += end - this.at;
      this.at = end;
    }
  }

  private async grow(): Promise<void> {
    this.use(Buffer.concat([this.piece.subarray(this.at), await this.nextPiece()]));
  }

  private use(piece: Buffer): void {
    this.piece = piece;
    this.at = 0;
  }

  private async nextPiece(): Promise<Buffer> {
    const next = await this.pieces.next();
    if (next.done === true) throw new RangeError('the records of a batch end before their count');
    const { length } = next.value;
    if (this.room?.inflate(length + this.pieceEffort) === true) await nextTurn();
    return next.value;
  }

  /** Where the length in front of the next record ends; undefined if it is not all there. */
  private lengthEnd(): number | undefined {
    let end = this.at;
    while (end < this.piece.length && end < this.at + LENGTH_BYTES - 1 && (this.piece[end] as number) >= 0x80) end += 1;
    return end < this.piece.length ? end + 1 : undefined;
  }

  private lengthAt(position: number): number {
    const bytes = new ByteReader(this.piece, position).varint();
    if (bytes < 0) throw new RangeError('a record of negative length');
    return bytes;
  }

  /** True if the record that begins there was asked for no more; its place is taken. */
  private isBefore(record: number, firstDelta: number): boolean {
    if (firstDelta === 0) return false;
    const reader = new ByteReader(this.piece, record + 1);
    reader.varlong();
    const delta = reader.varint();
    if (delta >= firstDelta) return false;
    this.places.take(delta);
    return true;
  }
}
