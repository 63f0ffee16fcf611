/** The rules that make the walls: walls.js and eslint.config.mjs. */
const WALL_RULES: ReadonlySet<string> = new Set([
  'import-x/no-restricted-paths',
  'no-restricted-imports',
  'no-restricted-syntax',
  'no-restricted-properties',
  '@typescript-eslint/no-require-imports',
  '@typescript-eslint/consistent-type-imports',
]);

/** The rules of walls that one comment turns off or sets anew; `all rules` if it turns off whatever there is. */
const disabledBy = (comment: string): readonly string[] => {
  const [directive = ''] = comment.trim().split(/\s-{2,}\s/);
  if (/^eslint-disable(?:-next-line|-line)?$/.test(directive.trim())) return ['all rules'];
  if (!/^eslint(?:-disable(?:-next-line|-line)?)?\s/.test(directive)) return [];
  return directive.split(/[\s,:{}"'[\]]+/).filter((word) => WALL_RULES.has(word));
};

/** The rules of walls that the comments of a text turn off. */
export const disabledWalls = (text: string): readonly string[] =>
  Array.from(text.matchAll(/\/\*(.*?)\*\/|\/\/([^\n]*)/gs), ([, block, line]) => block ?? line ?? '').flatMap(
    disabledBy,
  );
