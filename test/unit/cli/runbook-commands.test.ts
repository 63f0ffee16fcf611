// Whoever reads the runbook at night pastes what stands there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parsedCommand } from './parsed-command';

const RUNBOOK = readFileSync(path.join(__dirname, '../../../docs/runbook.md'), 'utf8');
const SECTIONS = RUNBOOK.split(/^## /m).slice(1);
/** In examples, in backquotes, and as `status` prints them on lines of their own. */
const COMMANDS = Array.from(RUNBOOK.matchAll(/(?:^\$ |`|^ {4})sluice ([a-z][^`\n]*)/gm), ([, words = '']) => words);

test('Each command of the runbook is one that the program takes as it stands.', async () => {
  expect(COMMANDS.length).toBeGreaterThan(30);
  const refused: string[] = [];
  for (const words of COMMANDS) {
    await parsedCommand(words.split(' ')).catch((error: unknown) => refused.push(`${words}: ${String(error)}`));
  }
  expect(refused).toEqual([]);
});

test('Each section of the runbook says what its alert means, what to look at, with what is printed, and what to do.', () => {
  const parts = SECTIONS.map((section) => [
    section.split('\n', 1)[0],
    ...Array.from(section.matchAll(/^\*\*(\w+):\*\*/gm), ([, part]) => part),
  ]);
  expect(parts).toEqual(parts.map(([name]) => [name, 'Means', 'Look', 'Do']));
  const dark = SECTIONS.filter((section) => section.includes('`sluice ') && !section.includes('\n```\n'));
  expect(dark.map((section) => section.split('\n', 1)[0])).toEqual([]);
});
