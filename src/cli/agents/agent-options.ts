// Options that name an agent, and what it has.
import { InvalidArgumentError } from 'commander';
import { errorText } from '../../errors';
import { AGENT_NAME } from '../../model/names/agent-names';

export const agentName = (text: string): string => {
  if (AGENT_NAME.test(text)) return text;
  throw new InvalidArgumentError("Expected 1 to 100 letters, digits, '.', '_', ':', '@' or '-'.");
};

/** Any JSON, wrapped because null is a valid value. A number that JavaScript would change is refused. */
export const jsonValue = (text: string): { readonly value: unknown } => {
  try {
    const value: unknown = JSON.parse(text, (_name, part: unknown) => {
      if (typeof part !== 'number' || !Number.isInteger(part) || Number.isSafeInteger(part)) return part;
      throw new InvalidArgumentError('Expected numbers below 2^53: larger ones are not exact. Write them as text.');
    });
    return { value };
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(`Expected JSON, such as '{"page": 7}' or '"abc"': ${errorText(error)}`);
  }
};
