// The outbox of one worker process: the writers that it owns, each with a Temporal worker for the writer's task queue.
// Temporal routes every ask to the owner of its writer, wherever the asking workflow runs.
import { type Client, ActivityNotFoundError } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { hostname } from 'node:os';
import type { AskPublisher, OwnedWriter, OwnerDeps, PublishDeps } from './outbox-deps';
import { publishConfirmed } from './publish-records';
import { endsWithin } from '../async/ends-within';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { PublishReply } from '../model/contract/outbox-contract';
import { outboxTaskQueue } from '../model/names/outbox-names';
import type { Spans } from '../telemetry/spans';
import type { Telemetry } from '../telemetry/telemetry';
import { measuredSession } from './measured-session';
import { openPlainSession, openTransactionSession } from './open-session';
import { OutboxWriter } from './outbox-writer';

/** The most asks that a writer has at once. More wait in their task queue, and their workflows with them. */
const MAX_ASKS = 100;
const COMPLETE_TIMEOUT_MS = 5_000;
const COMPLETE_ATTEMPTS = 4;
/** Time for asks under way to end when a writer is handed over. */
const RELEASE_MS = 5_000;

export interface OutboxServiceDeps {
  readonly config: ResolvedConfig;
  readonly client: Client;
  readonly readRecords: PublishDeps['readRecords'];
  readonly telemetry: Telemetry;
  readonly spans: Spans;
}

export class OutboxService {
  readonly owner = `${process.pid}@${hostname()}`;
  private readonly plainWriter: OutboxWriter;

  constructor(private readonly deps: OutboxServiceDeps) {
    this.plainWriter = new OutboxWriter({
      generation: 0,
      signal: new AbortController().signal,
      open: async () => measuredSession(await openPlainSession(deps.config), deps.telemetry),
    });
  }

  /** Dependencies for asks on the worker's own task queue, which are published at least once. */
  publishDeps(): PublishDeps {
    const writer = this.plainWriter;
    return this.depsOf({
      submit: async (ask) => {
        const outcomes = await writer.submit(ask);
        writer.confirm(ask.id);
        return outcomes;
      },
      confirm: () => undefined,
    });
  }

  ownerDeps(connection: NativeConnection, worker: Pick<OwnerDeps, 'draining' | 'closing' | 'heartbeat'>): OwnerDeps {
    const { draining, closing, heartbeat } = worker;
    return {
      owner: this.owner,
      draining,
      closing,
      heartbeat,
      openWriter: (writer, generation, signal) => this.openWriter(connection, writer, generation, signal),
    };
  }

  close(): Promise<void> {
    return this.plainWriter.close();
  }

  private depsOf(publisher: AskPublisher): PublishDeps {
    const { config, readRecords, spans } = this.deps;
    return { publisher, outbox: config.outbox, routes: config.routes, readRecords, spans };
  }

  private async openWriter(
    connection: NativeConnection,
    index: number,
    generation: number,
    signal: AbortSignal,
  ): Promise<OwnedWriter> {
    const { config, telemetry } = this.deps;
    const writer = new OutboxWriter({
      generation,
      signal,
      open: async () => measuredSession(await openTransactionSession(config, index), telemetry),
    });
    try {
      await writer.begin();
      const worker = await Worker.create({
        connection,
        namespace: config.temporal.namespace,
        taskQueue: outboxTaskQueue(config.temporal.taskQueue, index),
        activities: {
          publishRecords: publishConfirmed({
            ...this.depsOf(writer),
            complete: (taskToken, reply) => this.complete(taskToken, reply),
          }),
        },
        maxConcurrentActivityTaskExecutions: MAX_ASKS,
        shutdownGraceTime: RELEASE_MS,
      });
      return ownedWriter(writer, worker);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  private async complete(taskToken: Uint8Array, reply: PublishReply): Promise<boolean> {
    const { client } = this.deps;
    for (let attempt = 1; attempt <= COMPLETE_ATTEMPTS; attempt += 1) {
      try {
        await client.withDeadline(Date.now() + COMPLETE_TIMEOUT_MS, () => client.activity.complete(taskToken, reply));
        return true;
      } catch (error) {
        // The attempt timed out, its workflow was closed, or the answer arrived without being confirmed.
        if (error instanceof ActivityNotFoundError) return false;
      }
    }
    // The workflow may not have the answer. Then the server starts another attempt, which gets the same one.
    return false;
  }
}

const ownedWriter = (writer: OutboxWriter, worker: Worker): OwnedWriter => {
  const running = worker.run();
  const ended = new Promise<never>((_resolve, reject) => {
    writer.onEnd(reject);
    running.catch(reject);
  });
  // `holdOutbox` races this with other things, and nobody hears a rejection after that.
  ended.catch(() => undefined);
  let released: Promise<void> | undefined;
  const release = async (): Promise<void> => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await endsWithin(running, RELEASE_MS);
    await writer.close();
    await running.catch(() => undefined);
  };
  return {
    get sequence() {
      return writer.sequence;
    },
    get published() {
      return writer.published;
    },
    get transactions() {
      return writer.transactions;
    },
    get doubts() {
      return writer.doubts;
    },
    get underWay() {
      return writer.underWay;
    },
    get trouble() {
      return writer.trouble;
    },
    ended,
    release: () => (released ??= release()),
  };
};
