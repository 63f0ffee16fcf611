// Rules across the options of poll agents.
import { httpPollProblems } from './http-poll-rules';
import { durationMs } from '../checking/duration-schema';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf } from '../checking/raw';

const NAME = /^[a-z0-9-]{1,40}$/;

const oneOfTwo = (agent: unknown, first: string, second: string): string | undefined => {
  const given = [first, second].filter((option) => fieldOf(agent, option) !== undefined);
  if (given.length === 1) return undefined;
  return given.length === 0 ? `neither ${first} nor ${second}` : `both ${first} and ${second}`;
};

const problemsOf = (definition: unknown, name: string, agent: unknown): readonly Problem[] => {
  const problems: Problem[] = [];
  const add = (option: readonly string[], got: string, expected: string): void => {
    problems.push({ option: optionPath(['agents', name, ...option]), got, expected });
  };
  if (!NAME.test(name)) add([], `the name ${shownValue(name)}`, "a name of 1 to 40 characters of a-z, 0-9 and '-'");
  for (const [first, second] of [
    ['every', 'cron'],
    ['poll', 'http'],
  ] as const) {
    const wrong = oneOfTwo(agent, first, second);
    if (wrong !== undefined) add([], wrong, `exactly one of ${first} and ${second}`);
  }
  const [jitter, every] = [durationMs(fieldOf(agent, 'jitter')), durationMs(fieldOf(agent, 'every'))];
  if (jitter !== undefined && every !== undefined && jitter > every) {
    add(['jitter'], shownValue(fieldOf(agent, 'jitter')), `at most every (${shownValue(fieldOf(agent, 'every'))})`);
  }
  const [initial, maximum] = ['initial', 'maximum'].map((option) =>
    durationMs(fieldOf(fieldOf(agent, 'retry'), option)),
  );
  if ((initial ?? 1_000) > (maximum ?? 60_000)) {
    add(['retry', 'maximum'], `${maximum ?? 60_000} ms`, `at least retry.initial (${initial ?? 1_000} ms)`);
  }
  const http = fieldOf(agent, 'http');
  const own = httpPollProblems(['agents', name, 'http'], http, fieldOf(agent, 'parameters'), definition);
  return [...problems, ...own];
};

export const agentProblems = (definition: unknown): readonly Problem[] =>
  entriesOf(fieldOf(definition, 'agents')).flatMap(([name, agent]) => problemsOf(definition, name, agent));
