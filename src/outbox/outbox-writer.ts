// The one writer of its name (I9). Asks that arrive during a transaction go into the next one together; that is where
// the throughput comes from. A transaction commits its records, the sequence, and the list of asks that are in Kafka
// while their workflows may not know it yet.
//
// After any error nobody knows what was committed. So the writer throws its session away, opens another one (which
// fences), reads the progress, and only then decides what is left to do. A process that has lost the writer to another
// one finds a newer generation there and stops for good.
import { setTimeout as delay } from 'node:timers/promises';
import { endsWithin } from '../async/ends-within';
import { errorText } from '../errors';
import { jittered } from '../async/jittered';
import type { ChainOutcome } from '../model/contract/effect-contract';
import { Narrowing } from './narrowing';
import type { PreparedAsk } from './prepared-ask';
import { ProduceRefused } from './produce-refused';
import { planTransaction, publishedOutcomes, type TransactionPlan } from './transaction-plan';
import type { PlannedBatch } from './planned-batches';
import { UnconfirmedAsks } from './unconfirmed-asks';
import { NO_SEQUENCE } from './writer-progress';
import type { WriterSession } from './writer-session';

const MAX_ASKS = 100;
const MAX_BYTES = 8 * 1024 * 1024;
const FIRST_RETRY_MS = 20;
const LAST_RETRY_MS = 2_000;
const CLOSE_MS = 3_000;

export interface OutboxWriterOptions {
  /** Each owner has a greater generation than the one before it. */
  readonly generation: number;
  /** Aborts when another process may own the writer. */
  readonly signal: AbortSignal;
  /** Fences the previous owner and reads what was committed. */
  open(): Promise<WriterSession>;
}

interface Waiting {
  readonly ask: PreparedAsk;
  readonly promise: Promise<readonly ChainOutcome[]>;
  readonly resolve: (outcomes: readonly ChainOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

export class OutboxWriter {
  sequence = NO_SEQUENCE;
  published = 0;
  transactions = 0;
  doubts = 0;
  /** Why there is no progress at the moment; undefined while all is well. */
  trouble: string | undefined;
  private readonly waiting = new Map<string, Waiting>();
  private readonly narrowing = new Narrowing();
  private readonly unconfirmed = new UnconfirmedAsks();
  private session: WriterSession | undefined;
  /** Undefined while there are no asks. */
  private pumping: Promise<void> | undefined;
  private ended: Error | undefined;
  private readonly endCallbacks: ((error: Error) => void)[] = [];

  constructor(private readonly options: OutboxWriterOptions) {
    const end = (): void => {
      this.end(new Error('This process has lost the outbox writer: another process has it, or will have it.'));
    };
    if (options.signal.aborted) end();
    else options.signal.addEventListener('abort', end, { once: true });
  }

  /** Fences the previous owner. Rejects if the writer ends before that succeeds. */
  async begin(): Promise<void> {
    await this.untilDone(async () => {
      const session = await this.current();
      await this.commit(session, { asks: [], rounds: [] });
    });
  }

  get underWay(): number {
    return this.waiting.size;
  }

  /**
   * Resolves when the ask is committed, or when none of it will be by this ask. An ask given twice is published once.
   * Rejects when the writer ends: only the next owner can then say what became of the ask.
   */
  submit(ask: PreparedAsk): Promise<readonly ChainOutcome[]> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const known = this.waiting.get(ask.id);
    if (known !== undefined) return known.promise;
    const published = this.unconfirmed.get(ask.id);
    if (published !== undefined) return Promise.resolve(publishedOutcomes(ask, published.cuts));
    const { promise, resolve, reject } = withResolvers<readonly ChainOutcome[]>();
    this.waiting.set(ask.id, { ask, promise, resolve, reject });
    this.pumping ??= this.pump();
    return promise;
  }

  /** Forgets an ask whose answer is in its workflow's history: it never comes again. */
  confirm(id: string): void {
    this.unconfirmed.confirm(id);
  }

  async close(): Promise<void> {
    this.end(new Error('The outbox writer is closed.'));
    await endsWithin(this.pumping ?? Promise.resolve(), CLOSE_MS);
    // This ends what is still under way; the next owner finds out what became of it.
    await this.discard();
  }

  /** Calls `callback` once, when the writer cannot go on. */
  onEnd(callback: (error: Error) => void): void {
    if (this.ended === undefined) this.endCallbacks.push(callback);
    else callback(this.ended);
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const callback of this.endCallbacks.splice(0)) callback(this.ended);
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }

  private async pump(): Promise<void> {
    // Asks submitted in the same turn go into one transaction.
    await Promise.resolve();
    while (this.waiting.size > 0 && this.ended === undefined) {
      const batch = this.next();
      try {
        await this.untilDone(() => this.publish(batch));
      } catch (error) {
        this.end(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.pumping = undefined;
  }

  private next(): readonly Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    for (const waiting of this.waiting.values()) {
      bytes += waiting.ask.bytes;
      if (batch.length > 0 && (batch.length >= MAX_ASKS || bytes > MAX_BYTES)) break;
      batch.push(waiting);
    }
    return batch;
  }

  /** Repeats `step` after doubts and refusals. @throws when the writer has ended. */
  private async untilDone(step: () => Promise<void>): Promise<void> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(LAST_RETRY_MS, wait * 2)) {
      if (this.ended !== undefined) throw this.ended;
      try {
        await step();
        this.trouble = undefined;
        return;
      } catch (error) {
        await this.discard();
        if (error instanceof ProduceRefused) {
          this.narrowing.refused(error as ProduceRefused<PlannedBatch>);
          continue;
        }
        this.doubts += 1;
        this.trouble = errorText(error);
      }
      // All writers lose the broker at the same moment and must not all come back at once.
      await delay(jittered(wait), undefined, { ref: false });
    }
  }

  private async publish(batch: readonly Waiting[]): Promise<void> {
    const session = await this.current();
    const open: Waiting[] = [];
    for (const waiting of batch) {
      // An ask that was in doubt may have been found in Kafka.
      const published = this.unconfirmed.get(waiting.ask.id);
      if (published === undefined) open.push(waiting);
      else this.answer(waiting.ask.id, publishedOutcomes(waiting.ask, published.cuts));
    }
    const fitting = open.slice(0, this.unconfirmed.room);
    if (fitting.length === 0) {
      // Each answer that reaches its workflow makes room.
      if (open.length > 0) await delay(FIRST_RETRY_MS);
      return;
    }
    const asks = fitting.map(({ ask }) => ask);
    const topics = new Set(
      asks.flatMap(({ chains }) => chains.flatMap(({ records }) => records.flat())).map(({ topic }) => topic),
    );
    const plan = planTransaction(asks, await session.connection.partitionsOf(topics), this.narrowing);
    if (plan.rounds.length > 0) await this.commit(session, plan);
    this.narrowing.committed();
    for (const { ask, outcomes } of plan.asks) this.answer(ask.id, outcomes);
  }

  private answer(id: string, outcomes: readonly ChainOutcome[]): void {
    this.waiting.get(id)?.resolve(outcomes);
    this.waiting.delete(id);
  }

  private async commit(session: WriterSession, { asks, rounds }: TransactionPlan): Promise<void> {
    const added = asks.flatMap(({ ask, cuts, count }) => (count === 0 ? [] : [{ id: ask.id, cuts }]));
    const sequence = this.sequence + 1n;
    const { generation } = this.options;
    await session.commit(rounds, { sequence, generation, asks: [...this.unconfirmed.list(), ...added] });
    this.sequence = sequence;
    this.unconfirmed.committed(added);
    this.transactions += 1;
    this.published += asks.reduce((sum, { count }) => sum + count, 0);
  }

  private async current(): Promise<WriterSession> {
    if (this.session !== undefined) return this.session;
    // A writer that has ended must not fence the one after it.
    if (this.ended !== undefined) throw this.ended;
    const session = await this.options.open();
    this.session = session;
    const { generation, sequence, asks } = session.progress;
    if (generation > this.options.generation) {
      const error = new Error('Another process has the outbox writer.');
      this.end(error);
      throw error;
    }
    this.sequence = sequence;
    this.unconfirmed.restore(asks);
    return session;
  }

  private async discard(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.connection.close();
  }
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

const withResolvers = <T>(): Resolvers<T> => {
  let settle: Omit<Resolvers<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (settle === undefined) throw new Error('A promise runs its executor at once.');
  return { promise, ...settle };
};
