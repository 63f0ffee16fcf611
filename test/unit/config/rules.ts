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

export type Rule = readonly [
  sentence: string,
  definition: unknown,
  problem: string | readonly string[],
  from?: TestSource,
];

export const testRules = (rules: readonly Rule[]): void => {
  describe('A configuration with one fault is refused with a line that names it:', () => {
    for (const [sentence, definition, problem, from] of rules) {
      test(sentence, () => {
        expect(problemsOf(definition, from)).toEqual(typeof problem === 'string' ? [problem] : problem);
      });
    }
  });
};
