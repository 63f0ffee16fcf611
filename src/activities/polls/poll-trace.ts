import { randomBytes } from 'node:crypto';
import { causeOf } from '../../model/keys/cause';
import type { PollBatch, PollOutcome } from '../../model/contract/agent-contract';
import { defined } from '../../model/defined';
import { traceParentText, type TraceParent } from '../../model/trace-parent';
import type { Spans } from '../../telemetry/spans';

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

/** How polls take part in traces. */
export interface PollTracing {
  /** Which part of the polls begin a trace, from 0 to 1. */
  readonly sample: number;
  readonly spans: Spans;
}

/** One poll as the beginning of a trace: of its calls, and of what is published of it. A repeated poll begins another. */
export class PollTrace {
  private constructor(
    private readonly place: TraceParent,
    private readonly spans: Spans,
    private readonly startedAt: number,
  ) {}

  /** Undefined if the poll belongs to no trace. */
  static begun(tracing: PollTracing | undefined, startedAt: number): PollTrace | undefined {
    if (tracing === undefined || Math.random() >= tracing.sample) return undefined;
    const traceId = randomBytes(TRACE_BYTES).toString('hex');
    const spanId = randomBytes(SPAN_BYTES).toString('hex');
    return new PollTrace({ traceId, spanId, sampled: true }, tracing.spans, startedAt);
  }

  /** What goes with the poll's calls, and into its answer. */
  get parent(): string {
    return traceParentText(this.place);
  }

  ended({ gateway, definition }: Pick<PollBatch, 'gateway' | 'definition'>, outcome: PollOutcome): void {
    const { polled, failure } = outcome;
    this.spans.ended({
      name: `poll ${definition}`,
      kind: 'client',
      place: this.place,
      parent: undefined,
      startedAt: this.startedAt,
      endedAt: Date.now(),
      attributes: { 'sluice.gateway': gateway, 'sluice.agents': definition, 'sluice.items': polled?.items.length ?? 0 },
      ...defined({ failure: failure === undefined ? cutShort(outcome) : causeOf(failure) }),
    });
  }
}

/** A source among quick ones that needs longer is polled once more, which is another trace. */
const cutShort = ({ polled, slow }: PollOutcome): string | undefined =>
  polled === undefined && slow === true ? 'timeout' : undefined;
