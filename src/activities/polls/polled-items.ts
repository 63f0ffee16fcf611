// Checks what a source answered and makes it ready to be published. What a poll returns may be anything.
import { createHash } from 'node:crypto';
import { jsonSize } from '../../model/json/json-size';
import type { PolledItem } from '../../model/contract/agent-contract';
import { lossWords, lostInJson } from '../../model/json/lost-in-json';
import type { PublishValue } from '../../model/contract/outbox-contract';
import type { WireJson } from '../../model/contract/record';
import { HASH_LENGTH } from '../../model/seen-window';
import { wireBytes, wireHeaders, wireValue } from '../../model/publish-wire';
import type { PolledRecord, PollResult } from '../../config/agent/poll-source';
import { defined } from '../../model/defined';

/** The most records of one poll, which are published in one transaction and are in a history before that. */
export const MAX_RECORDS = 1_000;
export const MAX_POLL_BYTES = 512 * 1024;
const MAX_CURSOR_BYTES = 8 * 1024;
const MAX_ID_CHARACTERS = 1_000;

/** Names an agent among everything that publishes. */
export interface ItemOrigin {
  readonly gateway: string;
  readonly definition: string;
  readonly agent: string;
  readonly topic: string;
}

export interface PolledItems {
  readonly items: readonly PolledItem[];
  readonly bytes: number;
  /** Indexes in `seen`. */
  readonly again: readonly number[];
  /** In words, if the answer has two items with one id that are not the same. Neither is among `items`. */
  readonly mistaken?: string;
}

/** @throws Error in words, when the answer does not have the form of `PollResult` or is too large. */
export const checkedResult = (result: unknown): PollResult => {
  const given = (result ?? {}) as Partial<PollResult>;
  if (!Array.isArray(given.records))
    throw new Error('Expected a poll to return { records: [...] }, and this one did not.');
  if (given.records.length > MAX_RECORDS) {
    const count = String(given.records.length);
    throw new Error(`A poll may return ${MAX_RECORDS} records, got ${count}: return fewer, with more: true.`);
  }
  if (given.cursor !== undefined) {
    const json = jsonOf(given.cursor);
    const size = json === undefined ? Infinity : jsonSize(json);
    if (size > MAX_CURSOR_BYTES) {
      const got = json === undefined ? `none (${typeof given.cursor})` : String(size);
      throw new Error(`A cursor is JSON of ${MAX_CURSOR_BYTES} bytes at most, got ${got}.`);
    }
  }
  return given as PollResult;
};

const jsonOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch {
    // A bigint, or a value that refers to itself, is not JSON.
    return undefined;
  }
};

/**
 * The items in order, without those in `seen`, without repeats within the answer, and without those of which an id does
 * not say which one it is.
 * @throws Error in words, when a record cannot be published.
 */
export const polledItems = (
  records: readonly PolledRecord[],
  origin: ItemOrigin,
  seen: readonly string[],
): PolledItems => {
  const before = new Map(seen.map((hash, index) => [hash, index]));
  const again = new Set<number>();
  const firsts = new Map<string, First>();
  const mistaken = new Map<string, string>();
  const made: PolledItem[] = [];
  for (const [index, record] of records.entries()) {
    const digest = named(index, () => digestOf(record, origin));
    const hash = digest?.toString('base64url').slice(0, HASH_LENGTH);
    const known = hash === undefined ? undefined : before.get(hash);
    if (known !== undefined) again.add(known);
    const item = named(index, () => itemOf(record, origin.topic, digest, hash));
    if (hash !== undefined) {
      const first = firsts.get(hash);
      const text = JSON.stringify(item.publish);
      if (first === undefined) firsts.set(hash, { index, text });
      else if (first.text !== text) mistaken.set(hash, twins(first.index, index));
      if (first !== undefined || known !== undefined) continue;
    }
    made.push(item);
  }
  const [words] = mistaken.values();
  const sized = within(made.filter(({ hash }) => hash === undefined || !mistaken.has(hash)));
  return { ...sized, again: Array.from(again), ...defined({ mistaken: words }) };
};

/** The first item of an answer that has some id. */
interface First {
  readonly index: number;
  readonly text: string;
}

const twins = (first: number, second: number): string =>
  `Items ${first} and ${second} have one id and are not the same, so that one would be lost. The other items are ` +
  "published. Make the id tell them apart, as '{item.id}:{item.version}' does.";

/** The items with their places, in as many bytes as they may have. */
const within = (made: readonly PolledItem[]): Pick<PolledItems, 'items' | 'bytes'> => {
  const items: PolledItem[] = [];
  let bytes = 0;
  let leanBytes = 0;
  for (const { publish, ...rest } of made) {
    const item = { publish: { ...publish, step: `item.${items.length}` }, ...rest };
    bytes += sizeOf(item);
    leanBytes += sizeOf(lean(item));
    if (leanBytes > MAX_POLL_BYTES) {
      const words = 'return fewer records, with more: true';
      throw new Error(`A poll may return ${MAX_POLL_BYTES} bytes of JSON, got more: ${words}.`);
    }
    items.push(item);
  }
  const fits = bytes <= MAX_POLL_BYTES;
  return { items: fits ? items : items.map(lean), bytes: fits ? bytes : leanBytes };
};

const sizeOf = (item: PolledItem): number => jsonSize(JSON.stringify(item));

/** Names the record in an error: whoever mends the source must know which of a thousand it was. */
const named = <T>(index: number, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    throw new Error(`Record ${index}: ${(error as Error).message}`, { cause: error });
  }
};

/**
 * Names an item for ever: it is the record id, and its first 64 bits name the item in the window. NEVER CHANGE: what
 * agents remember would not be recognised.
 */
const digestOf = (record: PolledRecord, { gateway, definition, agent }: ItemOrigin): Buffer | undefined => {
  // The record comes from a user's function, so it may be anything, whatever the type says.
  if (typeof (record as unknown) !== 'object' || (record as unknown) === null) {
    const got = (record as unknown) === null ? 'null' : `a ${typeof record}`;
    throw new Error(`expected an object with a value, got ${got}.`);
  }
  const { id } = record;
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID_CHARACTERS) {
    throw new Error(`an id is text of 1 to ${MAX_ID_CHARACTERS} characters.`);
  }
  return createHash('sha256')
    .update(JSON.stringify([gateway, definition, agent, id]))
    .digest();
};

/** JSON, or bytes as a whole: within JSON they would be published as an object of numbers. */
const valueOf = (value: unknown): PublishValue => {
  if (value === undefined) throw new Error('the value is undefined: a tombstone is null.');
  const wired = wireValue(value);
  const lost = 'json' in wired ? lostInJson(value, JSON.stringify(wired.json)) : undefined;
  if (lost === undefined) return wired;
  throw new Error(`the value has ${lossWords(lost)}`);
};

/** JSON as its source wrote it; the text is kept where JavaScript would write another. */
const sourceValue = (source: string): WireJson => {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw new Error(`source is JSON text, or absent: ${(error as Error).message}`, { cause: error });
  }
  return JSON.stringify(json) === source ? { json } : { json, source };
};

/** An item whose own text takes all its room. Whoever publishes it needs no more, but for a text that goes as text. */
const lean = (item: PolledItem): PolledItem => {
  const { value } = item.publish;
  if (!('json' in value) || value.source === undefined || typeof value.json === 'string') return item;
  return { ...item, publish: { ...item.publish, value: { ...value, json: null } } };
};

const itemOf = (
  { key, value, source, headers, timestamp }: PolledRecord,
  topic: string,
  digest: Buffer | undefined,
  hash: string | undefined,
): PolledItem => {
  // Whether Kafka takes such a time is found out for this item alone, when it is published.
  if (timestamp !== undefined && !Number.isSafeInteger(timestamp)) {
    throw new Error(`A timestamp is in whole milliseconds since the epoch, got ${timestamp}.`);
  }
  const wired = wireHeaders(headers ?? {});
  return {
    publish: {
      step: 'item',
      topic,
      key: key === undefined || key === null ? null : wireBytes(key),
      value: source === undefined ? valueOf(value) : sourceValue(source),
      ...(digest === undefined ? {} : { recordId: digest.toString('hex').slice(0, 32) }),
      ...(wired.length === 0 ? {} : { headers: wired }),
      ...defined({ timestamp }),
    },
    ...defined({ hash }),
  };
};
