import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import { hostWorkflowId } from '../../model/names/workflow-id';
import { keyTarget, typedKey, type KeyTarget } from '../../operations/keys/key-target';
import { routeNamed } from '../../operations/named';
import type { KeyAsked } from '../port/console-port';

export type AddressedKey = KeyTarget & { readonly chain: string };

/** A chain that says which key it is: see `chainId`. */
const PLAIN = /^[A-Za-z0-9._:@=+-]{1,120}$/;

/**
 * Finds a key by its chain, or by its text as an operator types it.
 * @throws GatewayError `not-found` if there is no such route.
 */
export const addressedKey = (config: ResolvedConfig, asked: KeyAsked): AddressedKey => {
  if ('key' in asked) {
    const target = keyTarget(config, asked.route, typedKey(asked.key));
    return { ...target, chain: target.chain ?? '' };
  }
  const route = routeNamed(config, asked.route);
  const chain = Buffer.from(asked.chain, 'base64url').toString('utf8');
  if (chain.length > MAX_CHAIN) throw new GatewayError('not-found', 'No key has an id of that length.');
  const key = PLAIN.test(chain) ? chain : null;
  return { route, chain, key, workflowId: hostWorkflowId(config.name, route.name, chain, route.lanes) };
};

const MAX_CHAIN = 200;
