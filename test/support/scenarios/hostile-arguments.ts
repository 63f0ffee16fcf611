// What whoever may write to Temporal may send to a workflow of Sluice.
import { RawValue } from '@temporalio/common';

const stream = { id: 'stranger', topic: 'nowhere' };
const position = { partition: 0, leaderEpoch: 0, offset: '1' };
const record = { ...position, key: null, timestamp: 0, value: { json: 1 } };
/** What no converter of Temporal's SDK can read. */
export const undecodable = (encoding: string): RawValue =>
  RawValue.fromPayload({ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from('{') });

/** Arguments of whoever may write to Temporal. None is what Sluice sends. */
export const HOSTILE_ARGUMENTS: readonly (readonly unknown[])[] = [
  [],
  [null],
  ['garbage'],
  [{}],
  [[]],
  [7],
  [undecodable('json/plain')],
  [undecodable('binary/none')],
  [null, undecodable('json/protobuf'), undecodable('')],
  [{ records: [{ a: 1 }] }],
  [{ stream, records: { length: 3 } }],
  [{ stream: { id: 5, topic: 'x' }, records: [record] }],
  [{ stream, records: [null, 'x', { ...record, partition: -1 }, { ...record, partition: 1e300 }] }],
  [
    {
      stream,
      records: [
        { ...record, offset: 12 },
        { ...record, offset: '-1' },
        { ...record, offset: '1e3' },
      ],
    },
  ],
  [
    {
      stream,
      records: [
        { ...record, value: null },
        { ...record, headers: [['a', 7]] },
        { ...record, key: 1 },
      ],
    },
  ],
  [
    {
      stream,
      records: [
        { ...record, leaderEpoch: 'x' },
        { ...record, timestamp: 'now' },
        { ...record, chain: {} },
      ],
    },
  ],
  [{ stream, records: [], retireAfterMs: 1e300 }],
  [{ stream, records: [], sequenceFrom: Number.MAX_SAFE_INTEGER }],
  [{ stream, records: [], atOnceMs: -1 }],
  [{ stream, records: [record], atOnceMs: '4000' }],
  [{ stream, records: [record], atOnceMs: 1e300 }],
  [{ stream, records: [null, { ...record, offset: 'x' }], atOnceMs: 0 }],
  [JSON.parse('{"__proto__":{"stream":{"id":"a","topic":"b"},"records":[]}}')],
  [{ chain: 7 }],
  [{ chain: 'key-0', offset: 'x', key: { base64: 1 } }],
  [{ letters: [{}] }],
  // Half of a surrogate pair, which a refusal quotes.
  [{ chain: '\ud800', key: '\ud800' }],
  [{ agent: 'a', verb: 'create', parameters: null }],
  [{ id: 1, kind: 'pause', time: 2 }],
  [{ workflowId: 'x', number: 'one', by: null, input: 'x' }],
];

export { stream as strangersStream };
