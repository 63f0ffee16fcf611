import { isNoted, type NotedKey } from '../../model/keys/census';
import { WAIT_REASONS } from '../../model/contract/wait-reason';
import type { VisibleWorkflow } from '../route-workflows';
import { CAUSE_UNKNOWN } from './census';

const isWait = (cause: string): boolean => WAIT_REASONS.some((reason) => reason === cause);

/** The key of a workflow per key, as visibility shows it; undefined if it moves by now. */
export const visibleKey = ({ status, destinations, causes }: VisibleWorkflow): NotedKey | undefined => {
  if (!isNoted(status)) return undefined;
  // A key that has failed often is shown as retrying also while its destination is not to be called.
  const wait = status === 'retrying' || status === 'postponed' ? causes.find(isWait) : undefined;
  const failed = causes.find((cause) => !causes.some((other) => other.startsWith(`${cause}:`)));
  const unknown = status === 'paused' ? undefined : CAUSE_UNKNOWN;
  return {
    status: wait === undefined ? status : 'postponed',
    destination: destinations[0],
    cause: wait ?? failed ?? unknown,
  };
};
