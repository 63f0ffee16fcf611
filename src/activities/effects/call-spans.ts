import type { RecordWork } from '../../model/contract/effect-contract';
import { attemptSpan, causedSpan } from '../../telemetry/caused-span';
import { causeOf } from '../../model/keys/cause';
import type { Span, Spans } from '../../telemetry/spans';
import { parsedTraceParent } from '../../model/trace-parent';
import type { CallFailure } from '../destinations/call/destination';
import { effectKey } from './effect-call';
import type { PreparedEffect } from './prepared-effect';

interface Called {
  readonly gateway: string;
  readonly route: string;
  /** `Date.now()` when the call was asked for; it may have waited for its turn. */
  readonly began: number;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
}

/**
 * Tells of calls as spans. The span of the attempt that settles its effect has the id that each attempt sends as its
 * `traceparent`; the others get ids of their own, so that no two spans have one id.
 */
export class CallSpans {
  private failed: Span | undefined;

  constructor(private readonly spans: Spans) {}

  done(record: RecordWork, prepared: PreparedEffect, called: Called): void {
    const span = callSpan(record, prepared, called);
    if (span !== undefined) this.spans.ended(span);
  }

  /** It is told once it is known whether the call will be made again. */
  hindered(record: RecordWork, prepared: PreparedEffect, called: Called, failure: CallFailure): void {
    const span = callSpan(record, prepared, called);
    if (span === undefined) return;
    const status = failure.status === undefined ? {} : { 'http.response.status_code': failure.status };
    this.failed = { ...span, attributes: { ...span.attributes, ...status }, failure: causeOf(failure) };
  }

  judged({ terminal }: { readonly terminal: boolean }): void {
    const { failed } = this;
    this.failed = undefined;
    if (failed === undefined) return;
    this.spans.ended(terminal ? failed : { ...failed, place: attemptSpan(failed.place) });
  }
}

const callSpan = (
  record: RecordWork,
  { effect, trace }: PreparedEffect,
  { gateway, route, began, attempt }: Called,
): Span | undefined => {
  const place = causedSpan(trace, effectKey(gateway, record, effect));
  if (place?.sampled !== true) return undefined;
  return {
    name: `call ${effect.destination}`,
    kind: 'client',
    place,
    parent: parsedTraceParent(trace ?? '')?.spanId,
    startedAt: began,
    endedAt: Date.now(),
    attributes: {
      'sluice.gateway': gateway,
      'sluice.route': route,
      'sluice.destination': effect.destination,
      'sluice.step': effect.step,
      'sluice.attempt': attempt,
      'messaging.destination.name': record.stream.topic,
      'messaging.destination.partition.id': String(record.position.partition),
      'messaging.kafka.offset': Number(record.position.offset),
    },
  };
};
