import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe('README', () => {
  const readme = read('README.md');
  const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);

  test('every TypeScript snippet is a file of the example, letter by letter', () => {
    expect(snippets).toEqual(['workflows.ts', 'gateway.config.ts'].map((file) => read(`examples/transfer/${file}`)));
  });

  test('every link to a file of the repository leads to one', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, file]) => file ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(path.join(ROOT, link))).not.toThrow();
  });

  test('every test file that a promise names exists', () => {
    const rows = readme.split('\n').filter((line) => /^\| I\d+ /.test(line));
    expect(rows).toHaveLength(11);
    const named = rows.flatMap((row) =>
      [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) {
      const file = name?.includes('/') === true ? `${name}.test.ts` : `test/guarantees/${String(name)}.test.ts`;
      expect(() => readFileSync(path.join(ROOT, file))).not.toThrow();
    }
  });
});
