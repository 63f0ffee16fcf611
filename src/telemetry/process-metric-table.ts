import type { Metric } from './metric';

/** What any process of Node tells of itself, under the names that dashboards know. */
export const PROCESS_METRICS = {
  process_cpu_seconds_total: {
    kind: 'counter',
    unit: 'seconds',
    labels: [],
    help: 'CPU time of this process, user and system.',
  },
  process_resident_memory_bytes: { kind: 'gauge', unit: 'bytes', labels: [], help: 'Memory of this process.' },
  process_start_time_seconds: {
    kind: 'gauge',
    unit: 'seconds',
    labels: [],
    help: 'When this process started, in seconds since 1970.',
  },
  nodejs_heap_used_bytes: { kind: 'gauge', unit: 'bytes', labels: [], help: "Memory of V8's heap that is in use." },
  nodejs_eventloop_lag_seconds: {
    kind: 'gauge',
    unit: 'seconds',
    labels: [],
    help: 'The longest that the event loop was blocked since the last scrape.',
  },
} as const satisfies Readonly<Record<string, Metric>>;
