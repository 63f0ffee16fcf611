import { sha256Hex } from '../../records/record-encoder';
import { wireBytes } from '../../records/value-decoders';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import { chainBytes, chainNamed } from './key-name';
import { routeNamed } from '../named';
import type { WireBytes } from '../../model/contract/record';
import { chainId, hostWorkflowId, laneWorkflowId, nullKeyChainId } from '../../model/names/workflow-id';

/** How an operator names a key, or a lane that hosts many. */
export type KeyAddress =
  | { readonly kind: 'key'; readonly key: Uint8Array }
  /** As workflow ids have it. */
  | { readonly kind: 'chain'; readonly chain: string }
  /** The partition, or the stand-in key if the route spreads its null keys. */
  | { readonly kind: 'null-key'; readonly number: number }
  | { readonly kind: 'lane'; readonly lane: number };

/** What an operator has typed: the text of a key, or the name under which one was shown. */
export const typedKey = (text: string): KeyAddress => {
  const chain = chainNamed(text);
  return chain === undefined ? { kind: 'key', key: Buffer.from(text, 'utf8') } : { kind: 'chain', chain };
};

export interface KeyTarget {
  readonly route: ResolvedRoute;
  readonly workflowId: string;
  /** Undefined for the lane as a whole. */
  readonly chain: string | undefined;
  readonly key: WireBytes | null;
}

const nullKeyChain = ({ name, nullKeySpread }: ResolvedRoute, number: number): string => {
  if (nullKeySpread > 0 && number >= nullKeySpread) {
    const message = `Route ${name} has the stand-in keys 0 to ${nullKeySpread - 1}, not ${number}.`;
    throw new GatewayError('not-found', message);
  }
  return nullKeyChainId(number, BigInt(number), nullKeySpread);
};

const laneTarget = (gateway: string, route: ResolvedRoute, lane: number): KeyTarget => {
  if (lane >= route.lanes) {
    const has = route.lanes === 0 ? 'no lanes: each key has a workflow of its own' : `lanes 0 to ${route.lanes - 1}`;
    throw new GatewayError('not-found', `Route ${route.name} has ${has}.`);
  }
  return { route, workflowId: laneWorkflowId(gateway, route.name, lane, route.lanes), chain: undefined, key: null };
};

const chainOf = (
  route: ResolvedRoute,
  address: Exclude<KeyAddress, { readonly kind: 'lane' }>,
): Pick<KeyTarget, 'key'> & { readonly chain: string } => {
  if (address.kind === 'null-key') return { chain: nullKeyChain(route, address.number), key: null };
  if (address.kind === 'key') {
    return { chain: chainId(address.key, sha256Hex), key: wireBytes(Buffer.from(address.key)) };
  }
  const { chain } = address;
  const bytes = chainBytes(chain);
  return { chain, key: bytes === undefined ? null : wireBytes(Buffer.from(bytes)) };
};

/** Finds the workflow that hosts a key. @throws GatewayError `not-found` if the route has no such place. */
export const keyTarget = (config: ResolvedConfig, routeName: string, address: KeyAddress): KeyTarget => {
  const route = routeNamed(config, routeName);
  if (address.kind === 'lane') return laneTarget(config.name, route, address.lane);
  const { chain, key } = chainOf(route, address);
  return { route, chain, key, workflowId: hostWorkflowId(config.name, route.name, chain, route.lanes) };
};
