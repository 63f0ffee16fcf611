import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram, type Commands } from '../../../src/cli/program';

const docs = readFileSync(join(__dirname, '../../../docs/commands.md'), 'utf8');
// Nothing is run here: only names and options are read.
const program = buildProgram({ keys: {} } as Commands, () => Promise.resolve());
const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

test('docs/commands.md has every command.', () => {
  const headings = docs.split('\n').filter((line) => line.startsWith('### '));
  const missing = leaves(program).filter((command) => !headings.some((line) => line.includes(command.name())));
  expect(missing.map((command) => command.name())).toEqual([]);
});

test('docs/commands.md has every option.', () => {
  const options = leaves(program).flatMap((command) => command.options);
  const missing = options.filter(({ long }) => long !== undefined && !docs.includes(long));
  expect(missing.map(({ flags }) => flags)).toEqual([]);
});
