import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { QuickFigures } from './quick-floor';

const FILE = path.join(__dirname, 'quick-baseline.json');

/** The figures of an earlier run, which a later one is held against; committed, by the names of the systems. */
export const quickBaseline = {
  read: async (): Promise<Readonly<Record<string, QuickFigures>>> =>
    JSON.parse(await readFile(FILE, 'utf8')) as Record<string, QuickFigures>,
  store: (figures: Readonly<Record<string, QuickFigures>>): Promise<void> =>
    writeFile(FILE, `${JSON.stringify(figures, undefined, 2)}\n`),
};
