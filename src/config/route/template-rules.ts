// Rules for templates of routes: a variable that no record of the route can fill in would park every key. Headers of
// calls have rules of their own.
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';

type Template = readonly [path: readonly string[], text: unknown];

const templatesOf = (route: unknown): readonly Template[] => {
  const deliver = fieldOf(route, 'deliver');
  const publish = fieldOf(route, 'publish');
  return [
    [['deliver', 'path'], fieldOf(deliver, 'path')],
    [['publish', 'key'], fieldOf(publish, 'key')],
    [['publish', 'value'], fieldOf(publish, 'value')],
    ...entriesOf(fieldOf(publish, 'headers')).map(([name, text]): Template => [['publish', 'headers', name], text]),
  ];
};

/** `publish.value` names a field without braces. */
const namesField = (text: string, option: string | undefined): boolean =>
  text.includes('{value.') || option === 'value';

export const templateProblems = (name: string, route: unknown): readonly Problem[] => {
  const value = fieldOf(route, 'value') ?? 'json';
  if (value === 'json') return [];
  return templatesOf(route).flatMap(([path, template]) => {
    const text = textOf(template);
    if (text === undefined || !namesField(text, path[1])) return [];
    const option = optionPath(['routes', name, ...path]);
    const expected = `no {value.field}, because value is ${shownValue(value)} and has no fields`;
    return [{ option, got: shownValue(text), expected }];
  });
};
