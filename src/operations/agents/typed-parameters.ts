import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import { GatewayError } from '../../errors';
import type { AgentParameters } from '../../model/contract/agent-contract';

/** `name` and `value` as a person typed them. */
export type TypedPair = readonly [name: string, value: string];

const VALUES = {
  string: (text: string): string => text,
  number: (text: string): number | undefined => {
    const value = text.trim() === '' ? NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
  },
  boolean: (text: string): boolean | undefined => (text === 'true' || text === 'false' ? text === 'true' : undefined),
} as const;

const EXPECTED = { string: 'text', number: 'a number', boolean: 'true or false' } as const;

/**
 * Converts an agent's parameters to the types of its definition.
 * @throws GatewayError `refused` for one that is unknown, missing, given twice, or of another type.
 */
export const typedParameters = ({ name, parameters }: ResolvedAgent, pairs: readonly TypedPair[]): AgentParameters => {
  const refuse = (words: string): never => {
    throw new GatewayError('refused', words);
  };
  if (parameters === undefined) {
    return refuse(`Definition ${name} has no parameters: it is a single agent, which exists from the start.`);
  }
  const all = Array.from(parameters, ([parameter, type]) => `${parameter} (${type})`).join(', ');
  const values: Record<string, string | number | boolean> = {};
  for (const [parameter, text] of pairs) {
    const type = parameters.get(parameter);
    if (type === undefined) return refuse(`Definition ${name} has no parameter ${parameter}; it has ${all}.`);
    if (Object.hasOwn(values, parameter)) return refuse(`Parameter ${parameter} is given twice.`);
    const value = VALUES[type](text);
    if (value === undefined)
      return refuse(`Expected ${parameter} to be ${EXPECTED[type]}, got ${JSON.stringify(text)}.`);
    values[parameter] = value;
  }
  const missing = Array.from(parameters.keys()).filter((parameter) => !Object.hasOwn(values, parameter));
  if (missing.length > 0) return refuse(`Expected the parameters ${all}, got none for ${missing.join(', ')}.`);
  return values;
};
