import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './source-files';

export interface Page {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** `file` is a path from the root of the repository, as are all here. */
export const readPage = (file: string): Page => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') });

export const exists = (file: string): boolean => existsSync(path.join(ROOT, file));

export const internals = (): readonly Page[] =>
  readdirSync(path.join(ROOT, 'docs/internals')).map((file) => readPage(`docs/internals/${file}`));

/** The pages whose shape and names are held by tests. */
export const housePages = (): readonly Page[] => [readPage('README.md'), readPage('ARCHITECTURE.md'), ...internals()];

/** Those pages and all others that are written for readers. */
export const allPages = (): readonly Page[] => [
  ...housePages(),
  ...['CONTRIBUTING.md', 'CHANGELOG.md', 'examples/transfer/README.md', 'examples/devices/README.md'].map(readPage),
  ...['docs', 'docs/proof'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => readPage(`${folder}/${file}`)),
  ),
];

/** Paragraphs and items of lists, without what stands in fences. */
export const blocks = ({ text }: Page): readonly string[] =>
  text
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )/)
    .map((block) => block.trim())
    .filter((block) => block !== '');

/** What stands in backticks. */
export const quoted = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');

export const isTableRow = (line: string): boolean => line.startsWith('|');
