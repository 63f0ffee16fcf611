// Hands spans to OpenTelemetry, which posts them in batches. Only who takes part in traces loads this.
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type SpanContext,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type IdGenerator } from '@opentelemetry/sdk-trace';
import { endsWithin } from '../async/ends-within';
import type { Log } from '../log';
import type { TraceParent } from '../model/trace-parent';
import { LimitedLog, type LogLimits } from '../telemetry/limited-log';
import type { Span, Spans } from '../telemetry/spans';

const KINDS = { consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER } as const;
/** A collector that does not answer must not keep a process from ending. */
const CLOSE_MS = 3_000;
const TROUBLE_CHARACTERS = 300;
/** A collector may be away for hours, and each batch fails: that is a line a minute. */
const TROUBLE_LIMITS: LogLimits = { lines: 1, periodMs: 60_000, kinds: 1 };

/** Gives each span the ids that its teller has decided on. Spans begin and end in one call, so there is one at a time. */
class DecidedIds implements IdGenerator {
  next: TraceParent | undefined;

  generateTraceId(): string {
    return this.next?.traceId ?? '';
  }

  generateSpanId(): string {
    return this.next?.spanId ?? '';
  }
}

export class OtelSpans implements Spans {
  private readonly ids = new DecidedIds();
  private readonly provider: TracerProvider;

  /** `service`: how the process is called in traces, unless OTEL_SERVICE_NAME says otherwise. */
  constructor(endpoint: string, service: string, log: Log) {
    tellTrouble(new LimitedLog(log, TROUBLE_LIMITS));
    this.provider = new TracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': service }))
        .merge(detectResources({ detectors: [envDetector] })),
      idGenerator: this.ids,
      // What does not fit its queue is dropped, and so is what nobody takes: work never waits for a collector.
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: endpoint }) })],
    });
  }

  ended({ name, kind, place, parent, startedAt, endedAt, attributes, failure }: Span): void {
    this.ids.next = place;
    const options = { kind: KINDS[kind], startTime: startedAt, attributes };
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote(place, parent));
    const span = this.provider.getTracer('sluice').startSpan(name, options, context);
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
    span.end(endedAt);
  }

  async close(): Promise<void> {
    await endsWithin(this.provider.shutdown(), CLOSE_MS);
  }
}

/** OpenTelemetry tells an error as JSON of all that it has, its stack among it. */
const troubleText = (message: string): string => {
  try {
    const { name = 'Error', message: words } = JSON.parse(message) as {
      readonly name?: string;
      readonly message?: string;
    };
    return typeof words === 'string' ? `${name}: ${words}` : message;
  } catch {
    // These are words.
    return message;
  }
};

/** What OpenTelemetry says of itself may quote an answer of the collector, and is cut. */
const tellTrouble = (log: LimitedLog): void => {
  const tell = (message: string): void => {
    log.warn({}, { error: troubleText(message).slice(0, TROUBLE_CHARACTERS) }, 'spans were not sent or not taken');
  };
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};

const remote = ({ traceId }: TraceParent, spanId: string): SpanContext => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
});
