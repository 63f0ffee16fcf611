import type { Counter, Histogram, Meter, ObservableResult } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Metric } from '../telemetry/metric';
import { METRICS, type LabelsOf, type MetricName, type NameOf } from '../telemetry/metric-table';
import type { Put, Telemetry } from '../telemetry/telemetry';
import { ScrapeReader } from './scrape-reader';

type Read = (put: (labels: Readonly<Record<string, string>>, value: number) => void) => void;

/** Keeps the metrics of the table with OpenTelemetry, and writes them in Prometheus' text format. */
export class OtelMetrics implements Telemetry {
  private readonly reader = new ScrapeReader();
  private readonly provider = new MeterProvider({ readers: [this.reader] });
  // Neither target_info nor a label with the name of the library: they would be a third of each line, and say nothing.
  private readonly serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  private readonly counters = new Map<MetricName, Counter>();
  private readonly histograms = new Map<MetricName, Histogram>();
  private readonly reads = new Map<MetricName, Set<Read>>();
  private scrape: Promise<string> | undefined;

  constructor() {
    const meter = this.provider.getMeter('sluice');
    for (const [name, metric] of Object.entries(METRICS)) this.instrument(meter, name as MetricName, metric);
  }

  count<N extends NameOf<'counter'>>(name: N, labels: LabelsOf<N>, by = 1): void {
    this.counters.get(name)?.add(by, labels);
  }

  observe<N extends NameOf<'histogram'>>(name: N, labels: LabelsOf<N>, value: number): void {
    this.histograms.get(name)?.record(value, labels);
  }

  gauge<N extends NameOf<'gauge'>>(name: N, read: (put: Put<N>) => void): () => void {
    const reads = this.reads.get(name);
    reads?.add(read);
    return () => reads?.delete(read);
  }

  /** Scrapers that come at the same time get the same text: gauges are told once for each time they are asked. */
  text(): Promise<string> {
    this.scrape ??= this.collected().finally(() => {
      this.scrape = undefined;
    });
    return this.scrape;
  }

  close(): Promise<void> {
    return this.provider.shutdown();
  }

  private async collected(): Promise<string> {
    const { resourceMetrics } = await this.reader.collect();
    return this.serializer.serialize(resourceMetrics);
  }

  private instrument(meter: Meter, name: MetricName, metric: Metric): void {
    const description = metric.help;
    if (metric.kind === 'counter') this.counters.set(name, meter.createCounter(name, { description }));
    if (metric.kind === 'histogram') {
      const advice = { explicitBucketBoundaries: [...(metric.buckets ?? [])] };
      this.histograms.set(name, meter.createHistogram(name, { description, advice }));
    }
    if (metric.kind !== 'gauge') return;
    const reads = new Set<Read>();
    this.reads.set(name, reads);
    meter.createObservableGauge(name, { description }).addCallback((result) => {
      for (const read of reads) report(read, result);
    });
  }
}

/** What one part cannot say leaves its own series out, not the scrape. */
const report = (read: Read, result: ObservableResult): void => {
  try {
    read((labels, value) => {
      if (Number.isFinite(value)) result.observe(value, labels);
    });
  } catch {
    // The part is about to end, or has failed: its state is told by its route and by /readyz.
  }
};
