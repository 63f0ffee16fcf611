import { readFile } from 'node:fs/promises';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText, GatewayError } from '../../errors';
import type { Log } from '../../log';
import { NO_LEADER_EPOCH } from '../../model/contract/record';
import { valueDecoder } from '../../records/value-decoders';
import type { LetterLog, LetterPlace } from './letter-log';
import { letterRevision } from './letter-revision';
import { LetterScribe } from './letter-scribe';
import type { LetterEdit } from './redrive-letters';

/** Kafka's default limit for a record; a larger value should come from the record's own producer. */
const MAX_BYTES = 1_000_000;

interface Opened {
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  readonly letters: LetterLog;
}

/**
 * Writes a letter's new value, from a file, to the letter's topic. The route must be able to read it.
 * @throws GatewayError `refused`, `not-found`.
 */
export const editLetter = async (
  { config, route, letters }: Opened,
  place: LetterPlace,
  file: string,
  log: Log,
): Promise<LetterEdit> => {
  const value = await contentOf(file);
  assertReadable(route, file, value);
  const letter = await letters.letter(place);
  const revision = letterRevision(letter);
  const scribe = await LetterScribe.open(config.kafka, route.deadLetterTopic, log);
  try {
    // A producer does not learn the leader epoch, so reading the edit back does not ask for one.
    return { at: { ...(await scribe.edit(letter, value, revision)), leaderEpoch: NO_LEADER_EPOCH }, revision };
  } finally {
    await scribe.close();
  }
};

const contentOf = async (file: string): Promise<Buffer> => {
  let value: Buffer;
  try {
    value = await readFile(file);
  } catch (error) {
    throw new GatewayError('refused', `The new value cannot be read: ${errorText(error)}`, { cause: error });
  }
  if (value.length <= MAX_BYTES) return value;
  const message = `${file} has ${value.length} bytes; an edited value has ${MAX_BYTES} at most.`;
  throw new GatewayError('refused', message);
};

const assertReadable = (route: ResolvedRoute, file: string, value: Buffer): void => {
  const read = valueDecoder(route).decode(value);
  if (!('undecodable' in read)) return;
  const message = `${file} is not ${route.value}, which this route expects: ${read.undecodable}`;
  throw new GatewayError('refused', message);
};
