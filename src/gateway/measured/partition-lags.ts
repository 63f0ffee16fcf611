import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText } from '../../errors';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import type { Log } from '../../log';
import { routeLag } from '../../operations/routes/route-lag';

/** Kafka is not asked more often, however many scrape. */
const FRESH_MS = 15_000;

/** How far a route is behind, by partition, as of a moment ago. Only somebody who asks makes it ask Kafka. */
export class PartitionLags {
  private lags: ReadonlyMap<string, number> | undefined;
  private askedAt = -Infinity;

  constructor(
    private readonly kafka: ResolvedConfig['kafka'],
    private readonly route: ResolvedRoute,
    private readonly log: Log,
  ) {}

  /** Returns what the last answer says of a partition; undefined before the first. Asks for the next if it is old. */
  of(topic: string, partition: number): number | undefined {
    if (Date.now() - this.askedAt >= FRESH_MS) {
      this.askedAt = Date.now();
      void this.refresh();
    }
    return this.lags && (this.lags.get(`${topic} ${partition}`) ?? 0);
  }

  private async refresh(): Promise<void> {
    try {
      const { topics } = await withKafkaAdmin(this.kafka, this.log, (admin) => routeLag(admin, this.route));
      const behind = topics.flatMap(({ topic, unread }) =>
        unread.map(({ partition, lag }) => [`${topic} ${partition}`, Number(lag)] as const),
      );
      this.lags = new Map(behind);
    } catch (error) {
      // A number that is no longer true is worse than none.
      this.lags = undefined;
      this.log.debug({ route: this.route.name, error: errorText(error) }, 'the lag of the route is not known');
    }
  }
}
