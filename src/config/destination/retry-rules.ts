// Rules across the options of a retry policy, on destinations and on routes.
import { durationMs } from '../checking/leaf-schemas';
import { optionPath } from '../checking/option-path';
import type { Problem } from '../checking/problem';
import { fieldOf, textsOf } from '../checking/raw';
import { shownValue } from '../checking/shown-value';

interface Bounds {
  readonly initial?: string;
  readonly maximum?: string;
}

const maximumProblems = (path: readonly string[], retry: unknown, standard: Bounds): readonly Problem[] => {
  const initial = fieldOf(retry, 'initial') ?? standard.initial;
  const maximum = fieldOf(retry, 'maximum') ?? standard.maximum;
  const [initialMs, maximumMs] = [durationMs(initial), durationMs(maximum)];
  if (initialMs === undefined || maximumMs === undefined || initialMs <= maximumMs) return [];
  return [
    {
      option: optionPath([...path, 'maximum']),
      got: shownValue(maximum),
      expected: `at least retry.initial (${shownValue(initial)})`,
    },
  ];
};

const rangeProblems = (path: readonly string[], retry: unknown): readonly Problem[] =>
  textsOf(fieldOf(retry, 'statuses'))
    .filter((text) => {
      const [from, to] = text.split('-').map(Number);
      return from !== undefined && to !== undefined && from > to;
    })
    .map((text) => ({
      option: optionPath([...path, 'statuses']),
      got: shownValue(text),
      expected: 'a range from the lower status to the higher',
    }));

/** `standard`: what holds where the policy itself says nothing; nothing is known of it on a route. */
export const retryProblems = (path: readonly string[], retry: unknown, standard: Bounds = {}): readonly Problem[] => [
  ...maximumProblems(path, retry, standard),
  ...rangeProblems(path, retry),
];
