import type { LagAnswer } from '../wire/overview';

const EVERY_MS = 5_000;
/** An hour. */
const SAMPLES = 720;

type Lags = ReadonlyMap<string, number>;

/** The lag of each route over the last hour, for as long as the console runs. */
export class LagHistory {
  private readonly samples: { readonly time: number; readonly lags: Lags | undefined }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** `read` may fail: then the history has a gap. */
  constructor(
    private readonly routes: readonly string[],
    private readonly read: () => Promise<Lags>,
    private readonly everyMs = EVERY_MS,
  ) {}

  start(): void {
    void this.sample();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  answer(): LagAnswer {
    return {
      everyMs: this.everyMs,
      times: this.samples.map(({ time }) => time),
      lags: Object.fromEntries(
        this.routes.map((route) => [route, this.samples.map(({ lags }) => lags?.get(route) ?? null)]),
      ),
    };
  }

  /** The next sample waits for this one, so that a slow Kafka is not asked more and more. */
  private async sample(): Promise<void> {
    // What keeps the lag from being read is told by the overview; here it is a gap.
    const lags = await this.read().catch(() => undefined);
    if (this.closed) return;
    this.samples.push({ time: Date.now(), lags });
    if (this.samples.length > SAMPLES) this.samples.shift();
    this.timer = setTimeout(() => void this.sample(), this.everyMs);
    this.timer.unref();
  }
}
