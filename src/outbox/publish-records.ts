import { CompleteAsyncError, Context } from '@temporalio/activity';
import type { PublishAsk, PublishReply } from '../model/contract/outbox-contract';
import type { PublishDeps } from './outbox-deps';
import { prepareAsk } from './prepare-ask';
import { publishSpans } from './publish-spans';
import { withHeartbeat } from '../activities/with-heartbeat';
import { ReferenceReader } from '../activities/effects/reference-reader';

const BEAT_MS = 2_000;

/** Prepares and publishes an ask. */
const publish = withHeartbeat(
  async (deps: PublishDeps, ask: PublishAsk): Promise<{ readonly id: string; readonly reply: PublishReply }> => {
    const prepared = await prepareAsk(ask, {
      route: deps.routes.find(({ name }) => name === ask.route),
      outbox: deps.outbox,
      references: new ReferenceReader(ask.route, (request) => deps.readRecords(request)),
    });
    const began = Date.now();
    const outcomes = await deps.publisher.submit(prepared);
    publishSpans(ask, prepared, outcomes, began, deps.spans);
    return { id: prepared.id, reply: { writers: deps.outbox.writers, outcomes } };
  },
  BEAT_MS,
);

export interface ConfirmedDeps extends PublishDeps {
  /** Puts the reply into the workflow's history. Resolves to false if nobody can know whether it is there. */
  complete(taskToken: Uint8Array, reply: PublishReply): Promise<boolean>;
}

/**
 * The activity of a writer's own task queue. It answers by a call of its own, because only once that is confirmed is it
 * certain that the ask never comes again and the writer may forget it (I9).
 */
export const publishConfirmed =
  (deps: ConfirmedDeps) =>
  async (ask: PublishAsk): Promise<PublishReply> => {
    const { taskToken } = Context.current().info;
    const { id, reply } = await publish(deps, ask);
    if (await deps.complete(taskToken, reply)) deps.publisher.confirm(id);
    throw new CompleteAsyncError();
  };

/** The activity of the worker's own task queue, for asks that go to no writer. */
export const publishUnconfirmed =
  (deps: PublishDeps | undefined) =>
  async (ask: PublishAsk): Promise<PublishReply> => {
    if (deps === undefined) return notConfigured(ask);
    const { outbox } = deps;
    if (outbox.writers === 0) return (await publish(deps, ask)).reply;
    // The workflow does not know of the writers yet, because they were set up after it started.
    return { writers: outbox.writers, outcomes: ask.chains.map(({ chain }) => ({ chain, settled: 0 })) };
  };

const notConfigured = ({ chains }: PublishAsk): PublishReply => {
  const message = 'The gateway has no outbox to publish with: add `outbox: {}` to its configuration.';
  const failure = { code: 'publish-refused', message, terminal: true } as const;
  return { writers: 0, outcomes: chains.map(({ chain }) => ({ chain, settled: 0, failure })) };
};
