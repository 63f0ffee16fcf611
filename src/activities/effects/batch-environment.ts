import { Context } from '@temporalio/activity';
import { errorText } from '../../errors';
import type { EffectBatch } from '../../model/contract/effect-contract';
import type { ChainEnvironment } from './chain-environment';
import type { EffectDeps } from './effect-deps';
import { ReferenceReader } from './reference-reader';
import { ReplyBudget } from './reply-budget';

type OfAttempt = Pick<ChainEnvironment, 'ledger' | 'lostSince' | 'signal' | 'mustStop'>;

/** What the chains of a batch share in the current activity. */
export const batchEnvironment = (deps: EffectDeps, batch: EffectBatch, attempt: OfAttempt): ChainEnvironment => {
  const workflowId = Context.current().info.workflowExecution?.workflowId ?? '';
  return {
    gateway: batch.gateway,
    spans: deps.spans,
    route: deps.routes.find(({ name }) => name === batch.route),
    destinations: deps.destinations,
    callbackLinks: deps.callbackLinks,
    workflowId,
    sleeper: { workflowId, wake: () => wakeHost(deps, workflowId) },
    references: new ReferenceReader(batch.route, (request) => deps.readRecords(request, attempt.signal)),
    replies: new ReplyBudget(),
    ...attempt,
  };
};

const wakeHost = async (deps: EffectDeps, workflowId: string): Promise<void> => {
  if (deps.draining.aborted) return;
  try {
    await deps.wakeHost(workflowId);
  } catch (error) {
    deps.log.warn(
      { workflowId, error: errorText(error) },
      'a workflow was not woken; its keys come back by themselves',
    );
  }
};
