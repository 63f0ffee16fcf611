// Puts zod's issues into our words: the option's path, what is there, what the schema expects.
import { z } from 'zod';
import { didYouMean } from '../checking/closest-name';
import { gatewaySchema } from './gateway-schema';
import { expectations } from '../checking/expectations';
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { children, expectedWords, innerSchema } from './option-table';
import { optionWords } from '../checking/option-words';
import { fieldOf } from '../checking/raw';
import { defined } from '../../model/defined';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const schemaAt = (path: Path): z.core.$ZodType => {
  let schema: z.core.$ZodType = gatewaySchema;
  for (const segment of path) {
    const below = children(schema);
    const found = below.find(([name]) => name === segment) ?? below.find(([name]) => name === '*');
    // The path of an issue always follows the schema; what is no option itself is reported under the one above it.
    if (found === undefined) return schema;
    schema = found[1];
  }
  return schema;
};

const valueAt = (definition: unknown, path: Path): unknown =>
  path.reduce((value, segment) => fieldOf(value, String(segment)), definition);

const namesOf = (schema: z.core.$ZodType): readonly string[] => children(schema).map(([name]) => name);

const unknownOptions = (definition: unknown, path: Path, keys: readonly string[]): readonly Problem[] => {
  const schema = schemaAt(path);
  const all = branches(schema);
  const kind = fieldOf(valueAt(definition, path), 'kind');
  const ofKind = all.filter((branch) => takesKind(branch, kind));
  const known = ofKind.length === 0 ? namesOf(schema) : ofKind.flatMap(namesOf);
  return keys.map((key) => {
    const others = all.filter((branch) => namesOf(branch).includes(key)).map(kindWords);
    const isOther = others.length > 0 && !known.includes(key);
    return {
      option: optionPath([...path, key]),
      got: isOther ? `an option of kind ${others.join(' or ')}` : 'an unknown option',
      expected: `one of ${known.join(', ')}${isOther ? '' : didYouMean(key, known)}`,
    };
  });
};

/** The forms that an option may have, told apart by their `kind`; none if there is only one. */
const branches = (schema: z.core.$ZodType): readonly z.ZodObject[] => {
  const inner = innerSchema(schema);
  const options = inner instanceof z.ZodUnion ? inner.options : [];
  return options.filter((option): option is z.ZodObject => option instanceof z.ZodObject && 'kind' in option.shape);
};

const takesKind = ({ shape }: z.ZodObject, kind: unknown): boolean => z.safeParse(kindOf(shape), kind).success;

const kindWords = ({ shape }: z.ZodObject): string => {
  const inner = innerSchema(kindOf(shape));
  return inner instanceof z.ZodEnum
    ? inner.options.map((name) => `'${String(name)}'`).join(' or ')
    : expectedWords(inner);
};

const kindOf = (shape: z.ZodObject['shape']): z.core.$ZodType => shape['kind'] as z.core.$ZodType;

/** A union only says "no branch fits". Of the branches that failed deepest, the one with fewest faults was meant. */
const flatten = (issue: Issue, above: Path): readonly { readonly issue: Issue; readonly path: Path }[] => {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const [meant] = issue.errors
    .filter((branch) => branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'))
    .sort((left, right) => otherKind(left) - otherKind(right) || faults(left) - faults(right));
  return meant === undefined ? [{ issue, path }] : meant.flatMap((inner) => flatten(inner, path));
};

/** Who names a kind means that one, whatever else is wrong. */
const otherKind = (branch: readonly Issue[]): number =>
  branch.some(({ path }) => path.length === 1 && path[0] === 'kind') ? 1 : 0;

const faults = (branch: readonly Issue[]): number =>
  branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

const problemAt = (definition: unknown, path: Path): Problem => {
  const schema = schemaAt(path);
  const hidden = expectations.get(innerSchema(schema))?.hidden === true;
  const variable = optionWords.get(schema)?.variable;
  const value = valueAt(definition, path);
  return {
    option: path.length === 0 ? 'default export' : optionPath(path),
    ...defined({ variable }),
    got: hidden ? 'a value that is not shown here' : shownValue(value),
    expected: expectedWords(schema),
  };
};

/** Every option with a wrong shape or value, and every option that does not exist. */
export const schemaProblems = (definition: unknown, issues: readonly Issue[]): readonly Problem[] => {
  const problems = issues
    .flatMap((issue) => flatten(issue, []))
    .flatMap(({ issue, path }) =>
      issue.code === 'unrecognized_keys' ? unknownOptions(definition, path, issue.keys) : [problemAt(definition, path)],
    );
  // A value can break several bounds of its schema; its one sentence states them all.
  return problems.filter((problem, index) => problems.findIndex(({ option }) => option === problem.option) === index);
};
