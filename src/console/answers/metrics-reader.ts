import { readCallSamples, callRates, type CallSamples } from './call-samples';
import type { CallRates } from '../wire/overview';

const TIMEOUT_MS = 2_000;
const MAX_CHARACTERS = 4_000_000;
/** Rates are over this time at least, so that a busy page does not make them jump. */
const WINDOW_MS = 10_000;
const KEPT = 12;

const textOf = async (address: string): Promise<string | undefined> => {
  try {
    const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    return response.ok && text.length <= MAX_CHARACTERS ? text : undefined;
  } catch {
    // No gateway runs there now. The page says that rates are missing.
    return undefined;
  }
};

/** Asks the processes of a gateway for their metrics, whenever somebody looks. */
export class MetricsReader {
  private samples: readonly CallSamples[] = [];

  constructor(private readonly addresses: readonly string[]) {}

  /** Returns the rates of a destination; undefined if no process answered. */
  async read(): Promise<((destination: string) => CallRates) | undefined> {
    const texts = (await Promise.all(this.addresses.map(textOf))).filter((text) => text !== undefined);
    if (texts.length === 0) return undefined;
    const now = readCallSamples(texts, Date.now());
    const before = this.samples.findLast(({ time }) => time <= now.time - WINDOW_MS) ?? this.samples[0];
    this.samples = [...this.samples, now].slice(-KEPT);
    return (destination) => callRates(destination, now, before);
  }
}
