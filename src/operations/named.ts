// Finds in the configuration what an operator names.
import { closestName } from '../config/checking/closest-name';
import type { ResolvedAgent } from '../config/agent/resolved-agent';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import { GatewayError } from '../errors';
import { FAILURE_CODES } from '../model/contract/failure';

const named = <T extends { readonly name: string }>(kind: 'agents' | 'route', all: readonly T[], name: string): T => {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw unknown(
    `The configuration has no ${kind}`,
    name,
    all.map((one) => one.name),
  );
};

const unknown = (words: string, name: string, names: readonly string[]): GatewayError => {
  const near = closestName(name, names);
  const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new GatewayError('unknown-name', `${words} ${JSON.stringify(name)}; ${there}.${hint}`);
};

/** @throws GatewayError `unknown-name` with the existing routes. */
export const routeNamed = ({ routes }: ResolvedConfig, name: string): ResolvedRoute => named('route', routes, name);

/** @throws GatewayError `unknown-name` with the existing definitions. */
export const definitionNamed = ({ agents }: ResolvedConfig, name: string): ResolvedAgent =>
  named('agents', agents, name);

/** What keys are selected by: a filter that nothing can match would look as if all were well. */
interface Filters {
  readonly destination?: string;
  /** A code, with or without the status of an answer. */
  readonly error?: string;
}

/** @throws GatewayError `unknown-name` with the destinations that the configuration has, or with the codes. */
export const assertFilters = ({ destinations }: Pick<ResolvedConfig, 'destinations'>, filters: Filters): void => {
  const { destination, error } = filters;
  if (destination !== undefined && !destinations.has(destination)) {
    throw unknown('The configuration has no destination', destination, Array.from(destinations.keys()));
  }
  if (error === undefined) return;
  const [code = '', status] = error.split(':', 2);
  if (FAILURE_CODES.some((known) => known === code) && (status === undefined || STATUS.test(status))) return;
  const names = FAILURE_CODES.join(', ');
  const near = closestName(code, FAILURE_CODES);
  const hint = near === undefined || near === code ? '' : ` Did you mean ${near}?`;
  const expected = `Expected an error code, or a code with the status of an answer such as http-status:409`;
  throw new GatewayError('unknown-name', `${expected}, got ${JSON.stringify(error)}; the codes are ${names}.${hint}`);
};

/** True if commands take the filters: they are not refused as ones that nothing can match. */
export const takesFilters = (config: Pick<ResolvedConfig, 'destinations'>, filters: Filters): boolean => {
  try {
    assertFilters(config, filters);
    return true;
  } catch {
    // The words are for whoever has typed the filter.
    return false;
  }
};

const STATUS = /^[1-5]\d\d$/;
