/**
 * Notices a consumer that does nothing any more: no heartbeat, no fetch, no join. Counts its own ticks rather than
 * time, so that a process that was suspended does not take its own absence for Kafka's.
 */
export class SilenceWatch {
  private readonly timer: NodeJS.Timeout;
  private silentTicks = 0;

  constructor(limitMs: number, onSilence: () => void) {
    this.timer = setInterval(() => {
      this.silentTicks += 1;
      if (this.silentTicks === TICKS) onSilence();
    }, limitMs / TICKS);
    this.timer.unref();
  }

  heard(): void {
    this.silentTicks = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

const TICKS = 10;
