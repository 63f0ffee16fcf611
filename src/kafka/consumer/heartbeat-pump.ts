// Keeps the membership alive, whatever the batch handlers do: kafkajs sends heartbeats only between batches.
import type { ConsumerGroup } from '../kafkajs-internals';
import { isMembershipLost } from '../client/kafka-error';

export class HeartbeatPump {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private alive = Date.now();

  /** `onLost` is called each time the group rebalances, or no heartbeat got through for a whole session. */
  constructor(
    private readonly group: Pick<ConsumerGroup, 'heartbeat'>,
    private readonly intervalMs: number,
    private readonly sessionTimeoutMs: number,
    private readonly onLost: (error: unknown) => void,
  ) {}

  start(): void {
    // The pump paces itself: kafkajs limits the rate of heartbeats that succeed, but not of those that fail.
    this.timer = setTimeout(() => void this.beat(), this.intervalMs / 2);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async beat(): Promise<void> {
    try {
      await this.group.heartbeat({ interval: this.intervalMs });
      this.alive = Date.now();
    } catch (error) {
      const expired = Date.now() - this.alive > this.sessionTimeoutMs;
      if (!this.stopped && (expired || isMembershipLost(error))) this.onLost(error);
    }
    if (!this.stopped) this.start();
  }
}
