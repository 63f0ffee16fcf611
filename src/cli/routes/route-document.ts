import type { ResolvedRoute } from '../../config/route/resolved-route';
import { isKnown, type GatewayStatus } from '../../operations/status/gateway-status';
import { withKeyDocument } from '../keys/key-document';
import { defined } from '../../model/defined';
import { isoTime } from '../../model/iso-time';
import { realState, routeFailures } from '../../operations/routes/route-state';

const kafkaDocument = (kafka: GatewayStatus['kafka'], route: string): object | null => {
  const lag = isKnown(kafka) ? kafka.get(route)?.lag : undefined;
  if (lag === undefined) return null;
  const { groupState, groupMembers, topics } = lag;
  return {
    groupState,
    groupMembers,
    topics: topics.map(({ topic, partitions, lag: behind, outOfRange }) => ({
      topic,
      partitions,
      lag: String(behind),
      outOfRange,
    })),
  };
};

const replayDocument = ({ temporal, kafka }: GatewayStatus, route: string): object | null => {
  const control = isKnown(temporal) ? temporal.routes.get(route)?.control : undefined;
  const replay = control?.replay;
  if (replay === undefined) return null;
  const progress = isKnown(kafka) ? kafka.get(route)?.replay : undefined;
  const { number, phase, request, begun } = replay;
  return {
    replay: number,
    phase,
    begun,
    ...request,
    leftOut: control?.leftOut?.[String(number)] ?? 0,
    ...(progress === undefined ? {} : { done: String(progress.done), total: String(progress.total) }),
  };
};

const temporalDocument = ({ temporal }: GatewayStatus, route: string): object => {
  const known = isKnown(temporal) ? temporal.routes.get(route) : undefined;
  if (known === undefined) return { waiting: null, failing: null, failingUnknown: null };
  const { status, waiting, failing, letters, retired, closed } = known;
  return {
    ...status,
    keys: { ...status.keys, keys: status.keys.keys.map(withKeyDocument) },
    waiting: waiting === undefined ? null : { records: waiting.records, complete: waiting.complete },
    failing: failing.ids,
    failingUnknown: failing.unknown,
    ...defined({ letters, retired, closed }),
  };
};

const oldestDocument = (oldest: number | undefined, now: number): object | null =>
  oldest === undefined ? null : { time: isoTime(oldest) ?? null, ageMs: Math.max(0, now - oldest) };

/** What one half does not report is null. */
export const routeDocument = ({ name, groupId, lanes }: ResolvedRoute, status: GatewayStatus, now: number): object => {
  const control = isKnown(status.temporal) ? status.temporal.routes.get(name)?.control : undefined;
  const kafka = isKnown(status.kafka) ? status.kafka.get(name) : undefined;
  const failures = control === undefined ? [] : routeFailures(control, now);
  return {
    route: name,
    groupId,
    lanes,
    desired: control?.desired ?? null,
    real: kafka === undefined || control === undefined ? null : realState(control, kafka.lag),
    ...(failures.length === 0 ? {} : { failures }),
    replay: replayDocument(status, name),
    kafka: kafkaDocument(status.kafka, name),
    ...temporalDocument(status, name),
    oldestUnfinished: oldestDocument(kafka?.oldest, now),
  };
};
