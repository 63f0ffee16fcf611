import type { Agreed } from '../port/console-port';
import type { ActionRequest, Outcome } from '../wire/actions';
import type { ActionWorld } from './action-world';
import { actOnKey } from './key-action';
import { actOnKeys } from './keys-action';
import { redriveLetters } from './redrive-action';
import { beginReplay } from './replay-action';
import { steerRoute } from './steer-action';

/** @throws GatewayError `unconfirmed` if others are meant by now than those an operator has agreed to. */
export const carryOutAction = (
  world: ActionWorld,
  { action, sure = false }: ActionRequest,
  agreed: Agreed,
): Promise<Outcome> => {
  if ('key' in action) return actOnKey(world, action, sure);
  if ('keys' in action) return actOnKeys(world, action, agreed, sure);
  if (action.verb === 'redrive') return redriveLetters(world, action, agreed, sure);
  if (action.verb === 'replay') return beginReplay(world, action, sure);
  return steerRoute(world, action);
};
