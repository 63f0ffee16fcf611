// Implements RecordSource with kafkajs. A source outlives many consumers: kafkajs gives one up when the broker is away
// for a few seconds, and a new one replaces it, without end. The source fails on what a new consumer would not fix.
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, GatewayError } from '../../errors';
import { jittered } from '../../async/jittered';
import type { RecordSource, SourceHandler } from '../../records/record-source';
import { GroupMember } from './group-member';
import { fatalCrash, isAnswered } from '../client/kafka-error';
import type { OffsetToCommit } from './offset-committer';
import { type KafkajsRecordSourceOptions, resolveSourceSettings, type SourceSettings } from './source-settings';

type State = 'idle' | 'running' | 'stopping' | 'stopped';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** Brokers that start, and groups that move to another broker, take some seconds. */
const GROUP_REFUSED_MS = 30_000;

export class KafkajsRecordSource implements RecordSource {
  private readonly settings: SourceSettings;
  private state: State = 'idle';
  private member: GroupMember | undefined;
  private consuming: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private assignments = 0;
  private missingSince: number | undefined;
  private refusedSince: number | undefined;

  /** @throws GatewayError `config-invalid`. */
  constructor(options: KafkajsRecordSourceOptions) {
    this.settings = resolveSourceSettings(options);
  }

  /**
   * Waits indefinitely while Kafka is unreachable and logs a warning at each attempt.
   * @throws GatewayError `topic-missing`, `offset-out-of-range` and whatever else would fail the source; `refused` if
   * it was started before or is closed in the meantime.
   */
  start(handler: SourceHandler): Promise<void> {
    if (this.state !== 'idle') return Promise.reject(new GatewayError('refused', 'A source can be started only once'));
    this.state = 'running';
    return new Promise((resolve, reject) => {
      let started = false;
      this.consuming = this.consume(handler, () => {
        started = true;
        resolve();
      }).then((failure) => {
        this.state = 'stopped';
        if (failure !== undefined && started) handler.failed(failure);
        reject(failure ?? new GatewayError('refused', 'The source was closed before it had joined its group'));
      }, reject);
    });
  }

  async commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    await this.member?.commit(offsets);
  }

  async drain(): Promise<void> {
    this.stop();
    this.member?.drain();
    await this.consuming;
  }

  async close(): Promise<void> {
    this.stop();
    this.member?.close();
    await this.consuming;
  }

  private stop(): void {
    if (this.state !== 'stopped') this.state = 'stopping';
    this.stopping.abort();
  }

  /** Resolves with the reason why the source failed, or undefined if it was told to stop. */
  private async consume(handler: SourceHandler, onAssigned: () => void): Promise<GatewayError | undefined> {
    for (let attempt = 0; this.state === 'running'; attempt += 1) {
      const member = new GroupMember(this.settings, handler, {
        nextAssignmentEpoch: () => (this.assignments += 1),
        assigned: () => {
          this.missingSince = undefined;
          this.refusedSince = undefined;
          attempt = 0;
          onAssigned();
        },
      });
      this.member = member;
      const crash = await member.live();
      this.member = undefined;
      if (crash === undefined || this.stopping.signal.aborted) break;
      const failure = this.failure(crash);
      if (failure !== undefined) return failure;
      await this.pause(attempt, crash);
    }
    return undefined;
  }

  private failure(crash: unknown): GatewayError | undefined {
    const failure = fatalCrash(crash) ?? this.groupFailure(crash);
    if (failure?.code !== 'topic-missing' || this.assignments === 0) return failure;
    // The topic existed before, and a broker that starts may not know it yet. What lasts is for the route to tell.
    this.missingSince ??= Date.now();
    return Date.now() - this.missingSince < this.settings.missingTopicTimeoutMs ? undefined : failure;
  }

  /** Brokers that are away are waited for. Brokers that answer, and let nobody into the group for long, are a failure. */
  private groupFailure(crash: unknown): GatewayError | undefined {
    if (!isAnswered(crash)) {
      this.refusedSince = undefined;
      return undefined;
    }
    this.refusedSince ??= Date.now();
    if (Date.now() - this.refusedSince < GROUP_REFUSED_MS) return undefined;
    const message =
      `Kafka has kept this consumer out of group "${this.settings.groupId}" for ${GROUP_REFUSED_MS / 1_000} s: ${errorText(crash)}. ` +
      'Look at the log of the brokers, and at the partitions of __consumer_offsets.';
    return new GatewayError('kafka-crashed', message, { retryable: true, cause: crash });
  }

  private async pause(attempt: number, crash: unknown): Promise<void> {
    const longestMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
    // Members that lost the same broker should not all come back to it at the same moment.
    const pauseMs = Math.round(jittered(longestMs));
    this.settings.log.warn(
      { error: errorText(crash), pauseMs },
      'The Kafka consumer crashed; a new one starts after a pause',
    );
    await delay(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined); // told to stop meanwhile
  }
}
