import { ApplicationFailure } from '@temporalio/activity';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText } from '../../errors';
import type { Failure, FailureCode } from '../../model/contract/contract';
import type { RejectRequest, TerminalAction } from '../../model/contract/effect-contract';
import type { EffectDeps } from './effect-deps';

/** Which of a route's actions a failure meets. Codes that are not listed arise in or around a call. */
const CAUSES: Partial<Record<FailureCode, keyof ResolvedRoute['onTerminal']>> = {
  'handler-error': 'handler',
  'handler-refused': 'refused',
  'state-too-large': 'handler',
  undecodable: 'undecodable',
  'record-gone': 'gone',
};

/** No retry brings the payload back, so parking would only hold up what comes after it. */
const GONE_BY_DEFAULT = 'dead-letter';

/** For its own calls, the destination's action overrides the route's. */
export const terminalAction = (
  { routes, destinations }: Pick<EffectDeps, 'routes' | 'destinations'>,
  routeName: string,
  { code, destination: name }: Failure,
): TerminalAction => {
  const cause = CAUSES[code] ?? 'effect';
  const own = cause === 'effect' ? destinations.get(name ?? '')?.onTerminal : undefined;
  const route = routes.find(({ name: known }) => known === routeName);
  // This worker does not know the route: whatever its policy, parking loses nothing.
  if (route === undefined) return own ?? 'park';
  return own ?? route.onTerminal[cause] ?? GONE_BY_DEFAULT;
};

const TOPIC_MISSING = 'topic-missing';
const isMissingTopic = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | null)?.code === TOPIC_MISSING;

export const rejectRecord =
  (deps: EffectDeps) =>
  async (request: RejectRequest): Promise<TerminalAction> => {
    const action = terminalAction(deps, request.route, request.failure);
    if (action !== 'dead-letter') return action;
    try {
      await deps.deadLetter(request);
    } catch (error) {
      // Only an operator can make the topic, so the key need not wait for ten attempts.
      if (isMissingTopic(error)) throw ApplicationFailure.nonRetryable(errorText(error), TOPIC_MISSING);
      throw error;
    }
    return action;
  };
