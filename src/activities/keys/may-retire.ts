import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { StreamWatermarks } from '../../model/contract/stream-watermarks';
import type { Activities } from '../../model/contract/effect-contract';
import type { CommittedOffsets } from '../../model/positions/committed-offsets';
import type { KeyDeps } from './key-deps';

/** An idle key retires once Kafka will not deliver its records again, which would bring it back for nothing. */
export const mayRetire =
  (deps: Pick<KeyDeps, 'routes' | 'committedOffsets'>): Activities['mayRetire'] =>
  async ({ route: name, watermarks }) => {
    const route = deps.routes.find((one) => one.name === name);
    if (route?.retireAfterMs === undefined) return {};
    const committed = await deps.committedOffsets(route);
    const open = uncommitted(watermarks, route.topics, committed);
    if (open === undefined) return { afterMs: route.retireAfterMs };
    const message = `The offset of the key's last record is not committed yet: ${open}.`;
    throw ApplicationFailure.create({ message, category: ApplicationFailureCategory.BENIGN });
  };

/** The first place that may be delivered again. Only the newest stream of a recreated topic counts. */
export const uncommitted = (
  watermarks: readonly StreamWatermarks[],
  topics: readonly string[],
  committed: CommittedOffsets,
): string | undefined => {
  const newest = new Map(watermarks.map(({ topic, id }) => [topic, id]));
  for (const { topic, id, partitions } of watermarks) {
    if (!topics.includes(topic) || newest.get(topic) !== id) continue;
    for (const [partition, [, offset]] of Object.entries(partitions)) {
      const next = committed.get(topic)?.get(Number(partition));
      if (next !== undefined && next > BigInt(offset)) continue;
      return `${topic}/${partition} at ${offset}, committed ${next ?? 'nothing'}`;
    }
  }
  return undefined;
};
