import type { TraceParent } from '../model/trace-parent';

/** A piece of work that has ended, as part of a trace. Whoever tells of it has decided on its ids. */
export interface Span {
  readonly name: string;
  readonly kind: 'consumer' | 'client' | 'producer';
  /** The span's own trace and id. */
  readonly place: TraceParent;
  /** Id of the span that caused it; undefined if the trace begins with it. */
  readonly parent: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Never keys, values, paths or messages of failures: they may hold what nobody outside should see. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Set if the work failed: the cause, see `causeOf`. */
  readonly failure?: string;
}

/** Where parts of a gateway tell of their spans. It neither throws nor waits. */
export interface Spans {
  ended(span: Span): void;
}

/** Nobody wants spans. */
export const NO_SPANS: Spans = { ended: () => undefined };
