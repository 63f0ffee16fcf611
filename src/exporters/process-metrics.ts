import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Telemetry } from '../telemetry/telemetry';

const RESOLUTION_MS = 20;

/** Tells what the process itself uses, as every client of Prometheus does. `refresh` comes before each scrape. */
export const processMetrics = (telemetry: Telemetry): { refresh(): void; close(): void } => {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  let toldCpu = 0;
  const taken = [
    telemetry.gauge('process_resident_memory_bytes', (put) => {
      put({}, process.memoryUsage.rss());
    }),
    telemetry.gauge('process_start_time_seconds', (put) => {
      put({}, (Date.now() - process.uptime() * 1_000) / 1_000);
    }),
    telemetry.gauge('nodejs_heap_used_bytes', (put) => {
      put({}, process.memoryUsage().heapUsed);
    }),
    telemetry.gauge('nodejs_eventloop_lag_seconds', (put) => {
      // The histogram measures the time between two ticks, so a loop that is never blocked shows its resolution.
      put({}, Math.max(0, loop.max / 1e9 - RESOLUTION_MS / 1_000));
      loop.reset();
    }),
  ];
  return {
    refresh: () => {
      const { user, system } = process.cpuUsage();
      const cpu = (user + system) / 1e6;
      telemetry.count('process_cpu_seconds_total', {}, cpu - toldCpu);
      toldCpu = cpu;
    },
    close: () => {
      loop.disable();
      for (const away of taken) away();
    },
  };
};
