// What producers and APIs send that JavaScript would not write.
interface Produced {
  readonly key: string | Buffer;
  /** The key as a path has it. */
  readonly encoded: string;
  readonly text: string;
  /** What `{value.id}` stands for. */
  readonly id: string;
  /** Type and value of `id` as a handler gets it, by `numbers` of its route; absent where the record is refused. */
  readonly exact?: string;
  readonly bigint?: string;
}

const hidden = (id: string, pad = ''): string =>
  `\uFEFF{ "id":"first","id" : ${id},"pad":"${pad}","__proto__":{"id":0} }`;

/** JSON as JavaScript would not write it. The last one waits by reference. */
export const PRODUCED: readonly Produced[] = [
  {
    key: 'k1',
    encoded: 'k1',
    text: '{"id":9007199254740993,"wei":1000000000000000001,"x":1e400,"d":1.10,"e":1.0}',
    id: '9007199254740993',
  },
  {
    key: 'k2',
    encoded: 'k2',
    text: '{"id":9007199254740992, "b":1.0,\t"a":"\\u00e9\\/"}',
    id: '9007199254740992',
    bigint: 'bigint/9007199254740992',
  },
  {
    key: 'k3',
    encoded: 'k3',
    text: hidden('"l\\u00e4st"'),
    id: 'läst',
    exact: 'string/l%C3%A4st',
    bigint: 'string/l%C3%A4st',
  },
  ...[
    { key: Buffer.from('e9', 'hex'), encoded: '%E9' },
    { key: Buffer.from('c3a9', 'hex'), encoded: '%C3%A9' },
  ].map((key) => ({ ...key, text: hidden('7'), id: '7', exact: 'number/7', bigint: 'bigint/7' })),
  {
    key: 'long',
    encoded: 'long',
    text: hidden('1.10', 'x'.repeat(300)),
    id: '1.10',
    exact: 'number/1.1',
    bigint: 'number/1.1',
  },
];

/** Values that are no text: broken UTF-8, a mark before what is none, and what a schema registry frames. */
export const RAW = [
  { key: 'broken', encoded: 'broken', bytes: Buffer.from('7b22c328ff00', 'hex') },
  { key: 'marked', encoded: 'marked', bytes: Buffer.from('efbbbfe9', 'hex') },
  {
    key: Buffer.from('00000000076b31', 'hex'),
    encoded: '%00%00%00%00%07k1',
    bytes: Buffer.from('00000000070261', 'hex'),
  },
];

/** Items of an API, as JavaScript would not write them. */
export const POLLED = [
  '{"id":9007199254740993,"d":1.10}',
  '{ "id" : 9007199254740992, "x":1e400, "x":"\\u00e9\\/" }',
  '{"id":7,"é":[1.0 ]}',
];
/** Their ids. */
export const POLLED_IDS = ['9007199254740993', '9007199254740992', '7'];

/** What an API answers. */
export const ANSWER = '{"id":9007199254740993,"d":1.10}';

/** Records for a handler that asks for it. */
export const ASKING = [{}, { numbers: 'text' }, { numbers: 'bigint' }, { numbers: 'plain' }].map(
  (numbers: { readonly numbers?: string }) => ({ ...numbers, path: '/answer' }),
);

/** What the handler tells of it. */
export const ANSWERED = [
  '/answered/bigint/9007199254740993/1.1 ',
  '/answered/number/9007199254740992/1.1 ',
  '/answered/string/9007199254740993/1.10 ',
];
