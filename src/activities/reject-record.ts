import type { ResolvedRoute } from '../config/resolved';
import type { Failure, FailureCode } from '../model/contract';
import type { RejectRequest, TerminalAction } from '../model/effect-contract';
import type { ActivityDeps } from './activity-deps';

/** Which of a route's actions a failure meets. What is not listed failed in or around a call. */
const CAUSES: Partial<Record<FailureCode, keyof ResolvedRoute['onTerminal']>> = {
  'handler-error': 'handler',
  'handler-refused': 'refused',
  'state-too-large': 'handler',
  undecodable: 'undecodable',
  'record-gone': 'gone',
};

/** The destination's word on its own calls goes before the route's. */
export const terminalAction = (
  { routes, destinations }: Pick<ActivityDeps, 'routes' | 'destinations'>,
  routeName: string,
  { code, destination: name }: Failure,
): TerminalAction => {
  const cause = CAUSES[code] ?? 'effect';
  const own = cause === 'effect' ? destinations.get(name ?? '')?.onTerminal : undefined;
  // A route that this worker does not know: whatever its policy was, parking loses nothing.
  return own ?? routes.find((route) => route.name === routeName)?.onTerminal[cause] ?? 'park';
};

export const rejectRecord =
  (deps: ActivityDeps) =>
  async (request: RejectRequest): Promise<TerminalAction> => {
    const action = terminalAction(deps, request.route, request.failure);
    if (action === 'dead-letter') await deps.deadLetter(request);
    return action;
  };
