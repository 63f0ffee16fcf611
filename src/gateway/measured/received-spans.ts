import type { RouteBridgeDeps } from '../../bridge/route-bridge';
import { parsedTraceParent } from '../../model/trace-parent';
import type { Spans } from '../../telemetry/spans';

/** Tells of each traced record how long it took from its delivery until Temporal had it. */
export const receivedSpans =
  (gateway: string, route: string, spans: Spans): NonNullable<RouteBridgeDeps['received']> =>
  ({ record, traced }, { topic }, since) => {
    const place = parsedTraceParent(traced?.trace ?? '');
    if (place?.sampled !== true) return;
    spans.ended({
      name: `receive ${topic}`,
      kind: 'consumer',
      place,
      parent: traced?.parent?.spanId,
      startedAt: since,
      endedAt: Date.now(),
      attributes: {
        'sluice.gateway': gateway,
        'sluice.route': route,
        'messaging.system': 'kafka',
        'messaging.operation.type': 'receive',
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(record.partition),
        'messaging.kafka.offset': Number(record.offset),
      },
    });
  };
