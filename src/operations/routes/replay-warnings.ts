import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { ReplayRequest } from '../../model/routes/route-replay';
import { forgottenWords, type ForgottenKeys } from './forgotten-keys';

/** What everybody must know before a replay, by kind of route. */
export const replayWarnings = (
  route: ResolvedRoute,
  { newEffects, chain }: ReplayRequest,
  forgotten: ForgottenKeys | undefined,
): readonly string[] => [
  ...(route.deliver === undefined && route.publish === undefined && route.lanes === 0
    ? [
        `The handler of route ${route.name} may keep state: its keys handle replayed records ON TOP of the state that they have now, which these records have changed once already.`,
      ]
    : []),
  newEffects
    ? 'Effects get new idempotency keys: receivers repeat them.'
    : 'Effects keep their idempotency keys: receivers that still know them do nothing twice.',
  ...(forgotten === undefined ? [] : [`Warning: ${forgottenWords(forgotten)}`]),
  ...(chain === undefined ? [] : [`Records of keys other than ${chain} are read, left out and counted.`]),
];
