// kafkajs takes headers as an object by name. That loses the places of repeated names and of names like `1`, and its
// encoder cannot measure a header without a value, though it can write one. The version is pinned, see patch-kafkajs.ts.
import type { IHeaders } from 'kafkajs';

type Header = readonly [name: string, value: string | Buffer | null];

/** Headers as kafkajs writes them: in this order, repeated names and all, and null as null. */
export const orderedHeaders = (headers: readonly Header[]): IHeaders => {
  // Of a name with a list of values kafkajs makes headers by `map`; this one gives it all of them.
  const all = Object.assign([], { map: () => headers.map(([name, value]) => written(name, value)) });
  return { all };
};

interface WrittenHeader {
  readonly key: string;
  readonly value: string | Buffer | null;
}

const written = (key: string, value: string | Buffer | null): WrittenHeader =>
  value === null ? new NullHeader(key) : { key, value };

/** Is measured as empty, which is the first thing that the encoder asks, and written as null. */
class NullHeader implements WrittenHeader {
  private measured = false;

  constructor(readonly key: string) {}

  get value(): string | null {
    const first = !this.measured;
    this.measured = true;
    return first ? '' : null;
  }
}
