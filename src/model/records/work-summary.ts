// Says in one line of the Temporal UI what an activity does: the call, and the place of its record. It must never hold
// a value, which may be secret; the activity's input has those.
import type { EffectBatch, ReadRequest, RecordWork, RejectRequest } from '../contract/effect-contract';
import { jsonSize } from '../json/json-size';
import type { PublishAsk } from '../contract/outbox-contract';
import type { Reference } from './reference-runs';

/** The server fails the workflow task for a summary of more than 400 bytes, its encoding included. */
const MAX_BYTES = 320;
const MAX_PART = 80;

/** Cleans keys and topics: they come from outside and must stay text, on one line, in the UI. */
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

/** The call, which the workflow does not know for a `deliver` route, because only the worker has its options. */
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
