import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { LogReader } from '../../kafka/reading/log-reader';
import type { Log } from '../../log';
import { FRAMED_KEYS, framedKeySchema } from '../../records/framed-key';
import type { TopicLag } from '../routes/route-lag';
import type { Finding } from './finding';

/** One record is enough to know how a topic's keys are written, and a partition may be empty or compacted. */
const PARTITIONS = 4;
const RECORDS = 5n;

/** Warns of topics whose newest keys seem to be framed by a schema registry, though the route reads them as UTF-8. */
export const framedKeyFindings = async (
  { kafka }: Pick<ResolvedConfig, 'kafka'>,
  { key: format }: ResolvedRoute,
  topics: readonly TopicLag[],
  log: Log,
): Promise<readonly Finding[]> => {
  if (format !== 'utf8') return [];
  const findings: Finding[] = [];
  for (const { topic, partitions } of topics) {
    const schemaId = partitions === 0 ? undefined : await newestSchema(kafka, topic, log);
    if (schemaId === undefined) continue;
    const message = `schema id ${schemaId}: ${FRAMED_KEYS}`;
    findings.push({ check: `keys of ${topic}`, ok: true, warning: true, message });
  }
  return findings;
};

const newestSchema = async (kafka: ResolvedConfig['kafka'], topic: string, log: Log): Promise<number | undefined> => {
  // The stream's identity does not matter to what its keys look like.
  const reader = await LogReader.open({ kafka, topic, incarnation: topic, log });
  try {
    for (const partition of reader.partitions.slice(0, PARTITIONS)) {
      for await (const { key } of reader.newest(partition, RECORDS)) {
        const schemaId = key === null ? undefined : framedKeySchema(key);
        if (schemaId !== undefined) return schemaId;
      }
    }
    return undefined;
  } finally {
    await reader.close();
  }
};
