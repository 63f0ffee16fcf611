import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { HELP_EXAMPLES } from '../../../../src/cli/command/help-examples';
import { wordsOf } from '../../../../src/cli/command/help-text';
import { buildProgram, type Commands } from '../../../../src/cli/program';
import { parsedCommand } from '../parsed-command';

const docs = readFileSync(join(__dirname, '../../../../docs/commands.md'), 'utf8');
const program = buildProgram({ keys: {}, deadLetters: {}, agents: {} } as Commands, () => Promise.resolve());
/** Also those that only have commands below them. */
const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];

/** A command line as a shell splits it. */
const split = (line: string): readonly string[] =>
  Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');

const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  return text;
};

test.each(all(program).map((command) => [wordsOf(command), command] as const))(
  'The help of %s has two examples that can be typed, and a link to a heading.',
  async (words, command) => {
    const { examples, heading } = HELP_EXAMPLES[words] ?? { examples: [], heading: '' };
    expect(examples).toHaveLength(2);
    const help = helpOf(command);
    for (const example of examples) {
      expect(help).toContain(`$ sluice ${example}`);
      expect(words === 'sluice' || example.startsWith(words)).toBe(true);
      await parsedCommand(split(example));
    }
    expect(docs).toMatch(new RegExp(`^#+ ${heading}$`, 'm'));
    expect(help).toMatch(/More: docs\/commands\.md#[a-z0-9-]+\n/);
  },
);

test('No example is of a command that does not exist.', () => {
  const known = all(program).map(wordsOf);
  expect(Object.keys(HELP_EXAMPLES).filter((words) => !known.includes(words))).toEqual([]);
});
