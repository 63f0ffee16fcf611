// What is printed can be pasted: every command that a text of ours names is one that the program takes.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { wholeCommands } from '../../../src/operations/keys/whole-commands';
import { parsedCommand } from '../cli/parsed-command';

const SOURCE = path.resolve(__dirname, '../../../src');
/** They stand in the Temporal UI, in logs, in pages and in tables of docs, beside what they are about. */
const NOT_PRINTED =
  /^(?:config|operations\/keys\/whole-commands|workflows\/stock|workflows\/host|kafka|bridge|console\/page)(?:\/|\.)/;

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !NOT_PRINTED.test(file),
);

/** The texts of a file, with `x` where something is put in. */
const textsOf = (file: string): readonly string[] => {
  const parsed = ts.createSourceFile(file, readFileSync(path.join(SOURCE, file), 'utf8'), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('x'));
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return texts;
};

const commands = sources.flatMap((file) =>
  textsOf(file).flatMap((text) =>
    Array.from(text.matchAll(/`sluice ([a-z][^`]*)`/g), ([words]) => [file, words] as const),
  ),
);

test('Every command that a text names is taken as it stands, once whoever prints it has named its key.', async () => {
  expect(commands.length).toBeGreaterThan(30);
  const refused: string[] = [];
  for (const [file, words] of commands) {
    const line = wholeCommands(words, 'gateway/route/key').slice('`sluice '.length, -1).split(' ');
    await parsedCommand(line).catch((error: unknown) => refused.push(`${file}: ${words}: ${String(error)}`));
  }
  expect(refused).toEqual([]);
});
