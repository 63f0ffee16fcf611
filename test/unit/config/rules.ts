import { resolveConfig } from '../../../src/config/gateway/resolve-config';
import { source, type TestSource } from './config-source';

/** The lines of the one error, without its first and without the indent. */
export const problemsOf = (definition: unknown, from: TestSource = {}): readonly string[] => {
  try {
    resolveConfig(definition, source(from));
  } catch (error) {
    expect(error).toMatchObject({ code: 'config-invalid' });
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
};

/** A definition with a subject; it has these problems, or none. */
export type Rule = readonly [
  subject: string,
  definition: unknown,
  problems: string | readonly string[],
  from?: TestSource,
];

export const testRules = (rules: readonly Rule[]): void => {
  for (const [subject, definition, given, from] of rules) {
    const problems = typeof given === 'string' ? [given] : given;
    const verdict = problems.length === 0 ? 'is taken as it is' : 'is refused with a line that names it';
    test(`A configuration with ${subject} ${verdict}.`, () => {
      expect(problemsOf(definition, from)).toEqual(problems);
    });
  }
};
