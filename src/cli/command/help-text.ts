import type { Command } from 'commander';
import { HELP_EXAMPLES } from './help-examples';

/** `sluice-keys-retry-skip`: as pages of Markdown name their headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

/** The words that call a command: `keys retry`. */
export const wordsOf = (command: Command): string => {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${wordsOf(parent)} ${command.name()}`;
};

/** Shows examples, written as the program is `called`, and a link behind the options of `command` and of each below it. */
export const addHelpTexts = (command: Command, called: string): void => {
  const { examples = [], heading = '' } = HELP_EXAMPLES[wordsOf(command)] ?? {};
  if (examples.length > 0) {
    const lines = examples.map((example) => `  $ ${called} ${example}`);
    const link = `docs/commands.md#${anchorOf(heading)}`;
    command.addHelpText('after', ['', 'Examples:', ...lines, '', `More: ${link}`].join('\n'));
  }
  for (const below of command.commands) addHelpTexts(below, called);
};
