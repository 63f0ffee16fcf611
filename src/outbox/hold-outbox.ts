import { ApplicationFailure, Context } from '@temporalio/activity';
import { setTimeout as delay } from 'node:timers/promises';
import type { HoldRequest, OutboxReport } from '../model/contract/outbox-contract';
import { AttemptFence } from '../activities/attempt-fence';
import type { HeldWriter, HoldDeps } from './outbox-deps';
import { defined } from '../model/defined';

/** The writer is handed on after this time, if only to this process again: histories of it must not grow for ever. */
const SESSION_MS = 60 * 60_000;

const report = (holder: string, writer: HeldWriter): OutboxReport => ({
  holder,
  sequence: String(writer.sequence),
  published: writer.published,
  transactions: writer.transactions,
  doubts: writer.doubts,
});

/**
 * Holds an outbox writer for this process. Temporal runs one such activity a writer at a time; where it is mistaken, since
 * a process was frozen or cut off, Kafka's fence decides (I9).
 */
export const holdOutbox =
  (deps: HoldDeps | undefined) =>
  async ({ writer }: HoldRequest): Promise<OutboxReport> => {
    if (deps === undefined)
      throw ApplicationFailure.retryable('The configuration of this worker has no outbox.', 'NoOutbox');
    const context = Context.current();
    const { info } = context;
    let held: HeldWriter | undefined;
    const fence = await AttemptFence.open({
      heartbeatTimeoutMs: info.heartbeatTimeoutMs ?? 10_000,
      ageMs: Date.now() - info.currentAttemptScheduledTimestampMs,
      cancelled: context.cancellationSignal,
      closing: deps.closing,
      beat: () => {
        const details = held === undefined ? { holder: deps.holder } : { ...report(deps.holder, held), ...now(held) };
        context.heartbeat(details);
        return deps.heartbeat(info.taskToken, details);
      },
    });
    const over = new AbortController();
    const drained = aborted(deps.draining, over.signal);
    try {
      held = await openUnlessDrained(deps, writer, info.currentAttemptScheduledTimestampMs, fence.signal, drained);
      await Promise.race([drained, sessionEnd(over.signal), held.ended, lost(fence.signal, over.signal)]);
      await held.release();
      return report(deps.holder, held);
    } finally {
      over.abort();
      await held?.release();
      fence.close();
    }
  };

/** Kafka may be away for long; a worker that drains does not wait for it. */
const openUnlessDrained = async (
  deps: HoldDeps,
  writer: number,
  generation: number,
  fenced: AbortSignal,
  drained: Promise<void>,
): Promise<HeldWriter> => {
  const stop = new AbortController();
  const opening = deps.openWriter(writer, generation, AbortSignal.any([fenced, stop.signal]));
  const held = await Promise.race([opening, drained]);
  if (held !== undefined) return held;
  stop.abort();
  opening.then(
    (late) => late.release(),
    () => undefined,
  );
  throw ApplicationFailure.retryable('The worker is draining.', 'WorkerDrains');
};

const sessionEnd = async (over: AbortSignal): Promise<void> => {
  await delay(SESSION_MS, undefined, { ref: false, signal: over }).catch(() => undefined);
};

const now = ({ underWay, trouble }: HeldWriter): { readonly underWay: number; readonly trouble?: string } => ({
  underWay,
  ...defined({ trouble }),
});

/** Resolves when `signal` is aborted, or never if `over` is first. */
const aborted = (signal: AbortSignal, over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true, signal: over },
    );
  });

const lost = async (signal: AbortSignal, over: AbortSignal): Promise<never> => {
  await aborted(signal, over);
  throw ApplicationFailure.retryable('The hold on the outbox writer was lost.', 'HoldLost');
};
