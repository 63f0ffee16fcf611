// Finds in the configuration what an operator names.
import { closestName } from '../config/checking/closest-name';
import type { ResolvedAgent } from '../config/agent/resolved-agent';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import { GatewayError } from '../errors';

const named = <T extends { readonly name: string }>(kind: 'agents' | 'route', all: readonly T[], name: string): T => {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = all.map((one) => one.name);
  const near = closestName(name, names);
  const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new GatewayError('not-found', `The configuration has no ${kind} ${JSON.stringify(name)}; ${there}.${hint}`);
};

/** @throws GatewayError `not-found` with the existing routes. */
export const routeNamed = ({ routes }: ResolvedConfig, name: string): ResolvedRoute => named('route', routes, name);

/** @throws GatewayError `not-found` with the existing definitions. */
export const definitionNamed = ({ agents }: ResolvedConfig, name: string): ResolvedAgent =>
  named('agents', agents, name);
