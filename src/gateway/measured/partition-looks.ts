import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText } from '../../errors';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { withKafkaCluster } from '../../kafka/client/kafka-client';
import type { Log } from '../../log';
import { AskingTime } from '../../operations/asking-time';
import { KnownHeads } from '../../operations/keys/known-heads';
import { waitingRecords } from '../../operations/keys/waiting-records';
import { routeLag } from '../../operations/routes/route-lag';
import { oldestRecords } from '../../operations/status/oldest-records';

/** The engines are not asked more often, however many scrape. */
const FRESH_MS = 15_000;
/** How long workflows are asked for each look, in all. */
const ASKING_MS = 5_000;

interface Look {
  readonly lags: ReadonlyMap<string, number>;
  /** Time of the oldest unfinished record, milliseconds since the epoch. */
  readonly oldest: ReadonlyMap<string, number>;
  /** Records in the fullest inboxes of the workflows that were asked, largest first. */
  readonly deepest: readonly number[];
}

/** How far a route is behind, by partition, as of a moment ago. Only somebody who asks makes it ask the engines. */
export class PartitionLooks {
  private look: Look | undefined;
  private askedAt = -Infinity;
  private readonly known = new KnownHeads();

  constructor(
    private readonly config: ResolvedConfig,
    private readonly client: Client,
    private readonly route: ResolvedRoute,
    private readonly log: Log,
  ) {}

  /** Offsets between the end of a partition and what is committed; undefined before the first look. */
  lag(topic: string, partition: number): number | undefined {
    return this.current()?.lags.get(nameOf(topic, partition)) ?? (this.look && 0);
  }

  /** Age in milliseconds of the oldest record that is not settled; undefined before the first look. */
  oldestAge(topic: string, partition: number): number | undefined {
    const look = this.current();
    const time = look?.oldest.get(nameOf(topic, partition));
    return time === undefined ? look && 0 : Math.max(0, Date.now() - time);
  }

  get deepest(): readonly number[] {
    return this.current()?.deepest ?? [];
  }

  private current(): Look | undefined {
    if (Date.now() - this.askedAt >= FRESH_MS) {
      this.askedAt = Date.now();
      void this.refresh();
    }
    return this.look;
  }

  private async refresh(): Promise<void> {
    const { kafka } = this.config;
    try {
      const waiting = await AskingTime.within(ASKING_MS, () => waitingRecords(this.client, this.config, this.route));
      const heads = this.known.after(waiting);
      const lag = await withKafkaAdmin(kafka, this.log, (admin) => routeLag(admin, this.route));
      const oldest = await withKafkaCluster(kafka, this.log, (cluster) => oldestRecords(cluster, lag, heads));
      const lags = lag.topics.flatMap(({ topic, unread }) =>
        unread.map((place) => [nameOf(topic, place.partition), Number(place.lag)] as const),
      );
      const times = oldest.map(({ topic, partition, time }) => [nameOf(topic, partition), time] as const);
      this.look = { lags: new Map(lags), oldest: new Map(times), deepest: waiting.deepest };
    } catch (error) {
      // A number that is no longer true is worse than none.
      this.look = undefined;
      this.log.debug({ route: this.route.name, error: errorText(error) }, 'the lag of the route is not known');
    }
  }
}

const nameOf = (topic: string, partition: number): string => `${topic} ${partition}`;
