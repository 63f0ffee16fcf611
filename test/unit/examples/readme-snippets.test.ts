import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

test('Every TypeScript snippet of README is a file of the transfer example, letter by letter.', () => {
  const snippets = [...read('README.md').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  expect(snippets).toEqual(['workflows.ts', 'gateway.config.ts'].map((file) => read(`examples/transfer/${file}`)));
});

test('README has its handler, in at most twelve lines, and its two commands before the first heading.', () => {
  const [beginning = ''] = read('README.md').split(/^## /m);
  const [, handler = ''] = /^```ts\n([\s\S]*?)\n```$/m.exec(beginning) ?? [];
  expect(handler).toContain('keyedWorkflow');
  expect(handler.split('\n').length).toBeLessThanOrEqual(12);
  expect(beginning).toContain('\n    npm ci && npm run demo\n    npm ci && npm test\n');
});
