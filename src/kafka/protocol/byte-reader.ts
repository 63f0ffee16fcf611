// Reads the primitive types of Kafka's protocol, classic and flexible.

/** A length beyond the end means a cut or foreign buffer: Node throws a RangeError and reads nothing past it. */
export class ByteReader {
  constructor(
    private readonly buffer: Buffer,
    private position = 0,
  ) {}

  get remaining(): number {
    return this.buffer.length - this.position;
  }

  int8(): number {
    return this.buffer.readInt8(this.advance(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.advance(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.advance(4));
  }

  int64(): bigint {
    return this.buffer.readBigInt64BE(this.advance(8));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  uuid(): Buffer {
    return this.bytes(16);
  }

  /** The result shares memory with the buffer being read. */
  bytes(length: number): Buffer {
    if (length < 0 || length > this.remaining) throw new RangeError(`${length} bytes wanted, ${this.remaining} left`);
    const start = this.advance(length);
    return this.buffer.subarray(start, start + length);
  }

  string(): string {
    return this.bytes(this.int16()).toString('utf8');
  }

  array<T>(item: (reader: this) => T): T[] {
    return this.items(this.int32(), item);
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer.readUInt8(this.advance(1));
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new RangeError('a varint has five bytes at most');
  }

  /** Reads a ZigZag-encoded number, as records have. */
  varint(): number {
    const value = this.unsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  varlong(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer.readUInt8(this.advance(1));
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    throw new RangeError('a varlong has ten bytes at most');
  }

  /** Reads bytes after their varint length; -1 means null. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.bytes(length);
  }

  compactString(): string | null {
    const length = this.unsignedVarint();
    return length === 0 ? null : this.bytes(length - 1).toString('utf8');
  }

  compactArray<T>(item: (reader: this) => T): T[] {
    return this.items(this.unsignedVarint() - 1, item);
  }

  skipTaggedFields(): void {
    const count = this.unsignedVarint();
    for (let field = 0; field < count; field += 1) {
      this.unsignedVarint();
      this.bytes(this.unsignedVarint());
    }
  }

  private items<T>(count: number, item: (reader: this) => T): T[] {
    const items: T[] = [];
    for (let index = 0; index < count; index += 1) items.push(item(this));
    return items;
  }

  private advance(length: number): number {
    const start = this.position;
    this.position += length;
    return start;
  }
}
