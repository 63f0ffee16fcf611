import { GatewayError } from '../../errors';
import { plural, terminalText } from '../../terminal-text';

/** One thing that is wrong with the configuration. All are collected before any is reported. */
export interface Problem {
  /** Option path such as `destinations.ledger.timeout`; absent when only the environment is concerned. */
  readonly option?: string;
  /** Environment variable that sets the option, or that is itself wrong. */
  readonly variable?: string;
  readonly got: string;
  readonly expected: string;
}

/** Names and texts in it come from the definition: they must not make lines of their own. */
const problemLine = ({ option, variable, got, expected }: Problem): string => {
  const where = option === undefined ? (variable ?? '') : option + (variable === undefined ? '' : ` (${variable})`);
  return terminalText(`${where}: got ${got}, expected ${expected}`, Infinity);
};

/** The one error for a configuration that cannot be used: one line a problem. */
export const problemsError = (file: string, problems: readonly Problem[]): GatewayError => {
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  return new GatewayError(
    'config-invalid',
    [`${file} has ${plural(problems.length, 'problem')}:`, ...lines].join('\n'),
  );
};
