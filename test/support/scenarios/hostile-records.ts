import { randomBytes } from 'node:crypto';
import type { TopicRecord } from '../../../harness/kafka-topic';

/** Options of a topic whose records may say any time. */
export const ANY_TIME = { 'message.timestamp.after.max.ms': '9223372036854775807' } as const;

/** A time beyond what a `Date` can hold. */
export const NO_DATE = 8_640_000_000_000_001;
const LARGE = 100_000;

const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** Values that no route should stumble over, each with what is wrong with it. */
const VALUES: readonly (Buffer | string | null)[] = [
  Buffer.from([0xff, 0xfe, 0x00]), // no UTF-8
  Buffer.from('{"name":"\xff"}', 'latin1'), // no UTF-8 within a string
  Buffer.from([0, 0, 0, 0, 1, 2, 3]), // the framing of a schema registry
  '', // no JSON
  '{"a":', // cut off
  'NaN',
  '{"a":1}{"b":2}', // two texts
  '\ufeff{"bom":true}',
  deep('[', ']', 50_000),
  deep('{"a":', '}', 20_000),
  ' '.repeat(LARGE), // a batch of them is small when it is compressed
  JSON.stringify('x'.repeat(LARGE)),
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}},"toString":1,"then":"x"}',
  '{"id":9007199254740993,"wei":1000000000000000001,"x":1e400,"y":-0,"d":1.10}',
  '{"same":1,"same":2, "text":"\\ud800\\u0000"}',
  'null',
  '"just text"',
  null,
];

const KEYS: readonly ((index: number) => Buffer | string | null)[] = [
  (index) => `hostile-${index}`,
  () => 'hostile', // waits behind what was parked before
  (index) => `${'k'.repeat(9_000)}${index}`,
  (index) => Buffer.concat([Buffer.from([0xff, 0x00, 0xfe]), Buffer.from(String(index))]),
  (index) => `../../${index}?a=b#c%2f\r\nX: y`,
  (index) => `__proto__${index % 2 === 0 ? '' : index}`,
  () => '',
  () => null,
];

/** Sluice's own names, names of the framing, and what no header can carry. */
const HEADERS: readonly TopicRecord['headers'][] = [
  undefined,
  { 'Content-Length': '4', 'Transfer-Encoding': 'chunked', Host: 'elsewhere' },
  { 'Idempotency-Key': 'forged', 'Sluice-Token': '1', 'sluice.id': 'forged', 'sluice.topic': 'forged' },
  { 'x\r\nInjected: yes': 'a\r\nInjected: yes', ключ: '€', '': '' },
  { again: ['1', '2'], bytes: randomBytes(64), __proto__header: 'x' },
];

const TIMES = [undefined, 0, 1, NO_DATE, Number.MAX_SAFE_INTEGER] as const;

const pick = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

/** A record of its own kind for each number: what is wrong with value, key, headers and time is mixed. */
export const hostileRecord = (index: number): TopicRecord => {
  const headers = pick(HEADERS, index);
  const timestamp = pick(TIMES, index);
  return {
    key: pick(KEYS, index)(index),
    value: pick(VALUES, index),
    ...(headers === undefined ? {} : { headers }),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
};
