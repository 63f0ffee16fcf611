// What an activity is about, in a line of the Temporal UI: the call, and the place of the record that it is for. Never a
// value: those may be secret, and stand in the input of the activity.
import type { EffectBatch, ReadRequest, RecordWork, RejectRequest } from './contract/effect-contract';
import { jsonSize } from './json-size';
import type { PublishAsk } from './contract/outbox-contract';
import type { Reference } from './reference-runs';

/** The server fails the workflow's task for a summary of more than 400 bytes, its encoding included. */
const MAX_BYTES = 320;
const MAX_PART = 80;

/** Keys and topics come from outside; in the UI they must stay text, and in one line. */
const plain = (text: string): string =>
  text
    .slice(0, MAX_PART)
    // eslint-disable-next-line no-control-regex -- control characters and marks of direction are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, ' ')
    .replace(/[\\`*_[\]<>]/g, '\\$&');

const bounded = (line: string): string => {
  let cut = line;
  while (jsonSize(JSON.stringify(cut)) > MAX_BYTES) cut = cut.slice(0, -8);
  return cut;
};

const place = ({ stream, position }: Reference): string =>
  `${plain(stream.topic)}/${position.partition}/${position.offset}`;

const several = <Work extends Reference>(
  chains: readonly { readonly chain: string; readonly records: readonly Work[] }[],
  call: (first: Work) => string,
): string => {
  const [chain] = chains;
  const [first] = chain?.records ?? [];
  if (chain === undefined || first === undefined) return 'nothing';
  const records = chains.reduce((sum, each) => sum + each.records.length, 0);
  const keys = chains.length === 1 ? '1 key' : `${chains.length} keys`;
  const line = `${call(first)}, ${place(first)} (key ${plain(chain.chain)})`;
  return bounded(records === 1 ? line : `${records} records of ${keys}: ${line} ...`);
};

/** Of a `deliver` route the workflow knows no call: its options are the worker's. */
const callOf = (route: string, { effects = [] }: RecordWork): string => {
  const [effect] = effects;
  if (effect === undefined) return `route ${plain(route)}`;
  return `${plain(effect.request.method ?? 'POST')} ${plain(effect.destination)}`;
};

/** `POST ledger, transfers/3/1024 (key acc-07)`, or that of the first after `12 records of 4 keys: `. */
export const effectsSummary = ({ route, chains }: EffectBatch): string =>
  several(chains, (first) => callOf(route, first));

export const publishSummary = ({ route, chains }: PublishAsk): string =>
  several(chains, ({ publishes }) => {
    const [first] = publishes ?? [];
    return first === undefined ? `publish, route ${plain(route)}` : `publish to ${plain(first.topic)}`;
  });

export const rejectSummary = (request: RejectRequest): string => {
  const { failure, chain, alsoOffsets = [] } = request;
  const where = failure.destination === undefined ? '' : ` at ${plain(failure.destination)}`;
  const more = alsoOffsets.length === 0 ? '' : ` and ${alsoOffsets.length} behind it`;
  return bounded(`${plain(failure.code)}${where}, ${place(request)}${more} (key ${plain(chain)})`);
};

export const readSummary = ({ stream, partition, offsets: [first = ''], ...request }: ReadRequest): string => {
  const what = request.letters === true ? 'dead letters' : 'records';
  return bounded(`${what} read back, ${plain(stream.topic)}/${partition} from ${first}`);
};
