// Rules across options of poll agents.
import { durationMs } from './leaf-schemas';
import { optionPath } from './option-path';
import type { Problem } from './problem';
import { entriesOf, fieldOf } from './raw';
import { shownValue } from './shown-value';

const NAME = /^[a-z0-9-]{1,40}$/;

const problemsOf = (name: string, agent: unknown): readonly Problem[] => {
  const problems: Problem[] = [];
  const add = (option: readonly string[], got: string, expected: string): void => {
    problems.push({ option: optionPath(['agents', name, ...option]), got, expected });
  };
  if (!NAME.test(name)) add([], `the name ${shownValue(name)}`, "a name of 1 to 40 characters of a-z, 0-9 and '-'");
  const given = ['every', 'cron'].filter((option) => fieldOf(agent, option) !== undefined);
  if (given.length !== 1) {
    add([], given.length === 0 ? 'neither every nor cron' : 'both every and cron', 'exactly one of every and cron');
  }
  const [jitter, every] = [durationMs(fieldOf(agent, 'jitter')), durationMs(fieldOf(agent, 'every'))];
  if (jitter !== undefined && every !== undefined && jitter > every) {
    add(['jitter'], shownValue(fieldOf(agent, 'jitter')), `at most every (${shownValue(fieldOf(agent, 'every'))})`);
  }
  const [initial, maximum] = ['initial', 'maximum'].map((option) =>
    durationMs(fieldOf(fieldOf(agent, 'retry'), option)),
  );
  if ((initial ?? 1_000) > (maximum ?? 60_000)) {
    add(
      ['retry', 'maximum'],
      `${String(maximum ?? 60_000)} ms`,
      `at least retry.initial (${String(initial ?? 1_000)} ms)`,
    );
  }
  return problems;
};

export const agentProblems = (definition: unknown): readonly Problem[] =>
  entriesOf(fieldOf(definition, 'agents')).flatMap(([name, agent]) => problemsOf(name, agent));
