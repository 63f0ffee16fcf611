import type { Command } from 'commander';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram, type Commands } from '../../../src/cli/program';

const docs = readFileSync(join(__dirname, '../../../docs/commands.md'), 'utf8');
// Nothing is run here: only names and options are read.
const program = buildProgram({ keys: {}, deadLetters: {}, agents: {} } as Commands, () => Promise.resolve());
const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

test('The page docs/commands.md has every command.', () => {
  const headings = docs.split('\n').filter((line) => line.startsWith('### '));
  const missing = leaves(program).filter((command) => !headings.some((line) => line.includes(command.name())));
  expect(missing.map((command) => command.name())).toEqual([]);
});

test('The page docs/commands.md has every option.', () => {
  const options = leaves(program).flatMap((command) => command.options);
  const missing = options.filter(({ long }) => long !== undefined && !docs.includes(long));
  expect(missing.map(({ flags }) => flags)).toEqual([]);
});

/** Commands that stay, and those whose examples no test holds to their output yet. */
const UNCHECKED = ['sluice run, bridge, worker', 'sluice dev', 'sluice console', 'sluice check'];

test('The output of every example in docs/commands.md is checked by a test.', () => {
  const folder = join(__dirname, '../../integration');
  const tests = readdirSync(folder)
    .filter((file) => file.startsWith('documented-'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const sections = docs.split(/^### /m).slice(1);
  const shown = sections
    .filter((section) => section.includes('\n$ sluice '))
    .map((section) => section.split('\n')[0] ?? '');
  const unchecked = shown.filter((heading) => !tests.some((test) => test.includes(`'${heading}'`)));
  expect(unchecked).toEqual(UNCHECKED);
});
