// Turns an ask into what will be written: reads back payloads that wait by reference, encodes values, sets record ids.
// An ask must come out the same whoever prepares it, because what an earlier attempt published is known only by counts.
import { createHash } from 'node:crypto';
import type { ResolvedOutbox } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import type { Publish, PublishAsk, PublishChain, PublishWork } from '../model/contract/outbox-contract';
import { streamLabel } from '../model/contract/record';
import type { PreparedAsk, PreparedChain, PreparedRecord, PublishFailure } from './prepared-ask';
import { prepareRecord } from './prepare-record';
import { FormatRefused } from './format-refused';
import { publishMapping } from './publish-mapping';
import type { ReferenceReader } from '../activities/effects/reference-reader';
import { defined } from '../model/defined';

/** Bytes of payload that one ask holds in memory. The rest is left for the next ask. */
const MAX_ASK_BYTES = 1024 * 1024;
export interface AskEnvironment {
  readonly route: ResolvedRoute | undefined;
  readonly outbox: ResolvedOutbox;
  readonly references: ReferenceReader;
}

export const prepareAsk = async (ask: PublishAsk, environment: AskEnvironment): Promise<PreparedAsk> => {
  const chains: PreparedChain[] = [];
  let bytes = 0;
  for (const chain of ask.chains) {
    const prepared = await prepareChain(ask.gateway, chain, environment, MAX_ASK_BYTES - bytes);
    for (const record of prepared.records.flat()) bytes += record.bytes;
    chains.push(prepared);
  }
  return { id: askId(ask), chains, bytes };
};

/** NEVER CHANGE: an ask that an older version has published would not be recognised. 96 bits of SHA-256. */
export const askId = ({ gateway, route, chains }: PublishAsk): string => {
  const hash = createHash('sha256');
  const identity = chains.map(({ chain, records }) => [chain, ...records.map(positionText)]);
  return hash
    .update(JSON.stringify([gateway, route, identity]))
    .digest('base64url')
    .slice(0, 16);
};

const positionText = ({ stream, position, revision = 0 }: PublishWork): string =>
  [streamLabel(stream), position.partition, position.leaderEpoch, position.offset, revision].join(' ');

const prepareChain = async (
  gateway: string,
  chain: PublishChain,
  environment: AskEnvironment,
  room: number,
): Promise<PreparedChain> => {
  const records: (readonly PreparedRecord[])[] = [];
  const done = (failure?: PublishFailure): PreparedChain => ({
    chain: chain.chain,
    asked: chain.records.length,
    records,
    ...defined({ failure }),
  });
  let bytes = 0;
  for (const [index, work] of chain.records.entries()) {
    const published = await publishesOf(chain, index, environment);
    if ('failure' in published) return done(published.failure);
    try {
      const prepared = published.publishes.map((publish) =>
        prepareRecord({ gateway, work, trace: published.trace }, publish, environment),
      );
      bytes += prepared.reduce((sum, record) => sum + record.bytes, 0);
      // The very first record is always taken, or a large one would wait for ever.
      if ((records.length > 0 || room < MAX_ASK_BYTES) && bytes > room) return done();
      records.push(prepared);
    } catch (error) {
      return done({ ...refused(error), ...(error instanceof FormatRefused ? {} : { ofRecord: true }) });
    }
  }
  return done();
};

const refused = (error: unknown): PublishFailure => ({
  code: 'publish-refused',
  message: (error as Error).message.slice(0, 1_000),
  terminal: true,
});

/** What a record publishes, or why it cannot be published. */
type Publishes =
  { readonly publishes: readonly Publish[]; readonly trace?: string } | { readonly failure: PublishFailure };

const publishesOf = async (
  { chain, records }: PublishChain,
  index: number,
  { route, references }: AskEnvironment,
): Promise<Publishes> => {
  const work = records[index];
  if (work === undefined) return { publishes: [] };
  if (work.publishes !== undefined) return { publishes: work.publishes, ...defined({ trace: work.trace }) };
  if (route?.publish === undefined) {
    return { failure: refused(new Error('The configuration of this worker has no `publish` for the route.')) };
  }
  const works = records.map(({ stream, position, record, redriven }) => ({
    stream,
    position,
    sequence: 0,
    ...defined({ record, redriven }),
  }));
  const read = await references.record({ chain, attempts: 0, records: works }, index);
  if ('failure' in read) return read;
  const { value } = read.record;
  if ('undecodable' in value) {
    return { failure: { code: 'undecodable', message: value.undecodable, terminal: true } };
  }
  try {
    const { trace } = read.record;
    return { publishes: [publishMapping(route.publish, work.stream, read.record)], ...defined({ trace }) };
  } catch (error) {
    return { failure: refused(error) };
  }
};
