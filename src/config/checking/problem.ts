import { GatewayError } from '../../errors';
import { plural, terminalText } from '../../terminal-text';

/** One fault in the configuration. All are collected before any is reported. */
export interface Problem {
  /** Option path such as `destinations.ledger.timeout`; absent if only the environment is concerned. */
  readonly option?: string;
  /** Environment variable that sets the option, or is itself wrong. */
  readonly variable?: string;
  readonly got: string;
  readonly expected: string;
}

/** Names and texts come from the definition: they must not be able to start lines of their own. */
const problemLine = ({ option, variable, got, expected }: Problem): string => {
  const where = option === undefined ? (variable ?? '') : option + (variable === undefined ? '' : ` (${variable})`);
  return terminalText(`${where}: got ${got}, expected ${expected}`, Infinity);
};

/** The only error for an unusable configuration: one line per problem. */
export const problemsError = (file: string, problems: readonly Problem[]): GatewayError => {
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  return new GatewayError(
    'config-invalid',
    [`${file} has ${plural(problems.length, 'problem')}:`, ...lines].join('\n'),
  );
};

/** The result of checking a group of settings, and all problems with it. With problems, the value is not used. */
export interface Checked<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** `routes.transfers.topics[0]`, with brackets around names that are not plain words. */
export const optionPath = (segments: readonly PropertyKey[]): string => {
  let path = '';
  for (const segment of segments) {
    if (typeof segment === 'number') path += `[${segment}]`;
    else if (/^[\w-]{1,80}$/.test(String(segment))) path += (path === '' ? '' : '.') + String(segment);
    else path += `[${JSON.stringify(String(segment).slice(0, 80))}]`;
  }
  return path;
};

const MAX_SHOWN = 60;

const shownObject = (value: object | null): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return 'an object';
};

const shownText = (value: string): string => {
  const redacted = value.replace(/:\/\/[^@/]*@/g, '://***@');
  const cut = redacted.length > MAX_SHOWN ? `${redacted.slice(0, MAX_SHOWN)}...` : redacted;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};

/** A value as a problem shows it: short, on one line, without control characters or a URL's credentials. */
export const shownValue = (value: unknown): string => {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return shownText(value);
    case 'object':
      return shownObject(value);
    case 'function':
    case 'symbol':
      return `a ${typeof value}`;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
  }
};
