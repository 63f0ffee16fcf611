import { ApplicationFailure, Context } from '@temporalio/activity';
import { setTimeout as delay } from 'node:timers/promises';
import type { HoldRequest, OutboxReport } from '../model/contract/outbox-contract';
import { AttemptFence } from '../activities/attempt-fence';
import type { OwnedWriter, OwnerDeps } from './outbox-deps';
import { defined } from '../model/defined';

/** The writer is handed on after this time, even to this process again, so that histories do not grow for ever. */
const SESSION_MS = 60 * 60_000;

/** Heartbeat timeout if the workflow has set none. */
const HEARTBEAT_TIMEOUT_MS = 10_000;

const report = (owner: string, writer: OwnedWriter): OutboxReport => ({
  holder: owner,
  sequence: String(writer.sequence),
  published: writer.published,
  transactions: writer.transactions,
  doubts: writer.doubts,
});

/**
 * Makes this process the owner of an outbox writer. Temporal runs one such activity for each writer; if it is mistaken,
 * because a process was frozen or cut off, Kafka's fence decides (I9).
 */
export const holdOutbox =
  (deps: OwnerDeps | undefined) =>
  async ({ writer }: HoldRequest): Promise<OutboxReport> => {
    if (deps === undefined)
      throw ApplicationFailure.retryable('The configuration of this worker has no outbox.', 'NoOutbox');
    const generation = Context.current().info.currentAttemptScheduledTimestampMs;
    let owned: OwnedWriter | undefined;
    const fence = await AttemptFence.ofActivity(deps, HEARTBEAT_TIMEOUT_MS, () =>
      owned === undefined ? { holder: deps.owner } : { ...report(deps.owner, owned), ...now(owned) },
    );
    const done = new AbortController();
    const drained = aborted(deps.draining, done.signal);
    try {
      owned = await openUnlessDrained(deps, writer, generation, fence.signal, drained);
      await Promise.race([drained, sessionEnd(done.signal), owned.ended, lost(fence.signal, done.signal)]);
      await owned.release();
      return report(deps.owner, owned);
    } finally {
      done.abort();
      await owned?.release();
      fence.close();
    }
  };

/** Opens the writer. A worker that drains does not wait for that, because Kafka may be away for long. */
const openUnlessDrained = async (
  deps: OwnerDeps,
  writer: number,
  generation: number,
  fenced: AbortSignal,
  drained: Promise<void>,
): Promise<OwnedWriter> => {
  const stop = new AbortController();
  const opening = deps.openWriter(writer, generation, AbortSignal.any([fenced, stop.signal]));
  const owned = await Promise.race([opening, drained]);
  if (owned !== undefined) return owned;
  stop.abort();
  opening.then(
    (late) => late.release(),
    () => undefined,
  );
  throw ApplicationFailure.retryable('The worker is draining.', 'WorkerDrains');
};

const sessionEnd = async (done: AbortSignal): Promise<void> => {
  await delay(SESSION_MS, undefined, { ref: false, signal: done }).catch(() => undefined);
};

const now = ({ underWay, trouble }: OwnedWriter): { readonly underWay: number; readonly trouble?: string } => ({
  underWay,
  ...defined({ trouble }),
});

/** Resolves when `signal` aborts, or never if `done` aborts first. */
const aborted = (signal: AbortSignal, done: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true, signal: done },
    );
  });

const lost = async (signal: AbortSignal, done: AbortSignal): Promise<never> => {
  await aborted(signal, done);
  throw ApplicationFailure.retryable('The hold on the outbox writer was lost.', 'HoldLost');
};
