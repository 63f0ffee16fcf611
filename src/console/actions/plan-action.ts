import type { Planned } from '../port/console-port';
import type { Action } from '../wire/actions';
import type { ActionWorld } from './action-world';
import { planKey } from './key-action';
import { planKeys } from './keys-action';
import { planLetters } from './redrive-action';
import { planOfReplay } from './replay-action';
import { planSteer } from './steer-action';

/** Says what an action would do now, and does nothing. @throws GatewayError */
export const planAction = (world: ActionWorld, action: Action): Promise<Planned> => {
  if ('key' in action) return planKey(world, action);
  if ('keys' in action) return planKeys(world, action);
  if (action.verb === 'redrive') return planLetters(world, action);
  if (action.verb === 'replay') return planOfReplay(world, action);
  return planSteer(world, action);
};
