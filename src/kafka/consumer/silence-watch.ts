/**
 * Notices a consumer that has stopped doing anything: no heartbeat, no fetch, no join. It counts its own ticks instead
 * of time, so that a suspended process does not mistake its own absence for Kafka's.
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
