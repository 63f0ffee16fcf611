import { readFileSync } from 'node:fs';
import path from 'node:path';

const read = (file: string): string => readFileSync(path.join(__dirname, '../../..', file), 'utf8');

test('The first example of docs/handlers.md is a file that is compiled, letter by letter.', () => {
  const [, example] = /^```ts\n([\s\S]*?)^```$/m.exec(read('docs/handlers.md')) ?? [];
  expect(example).toBe(read('test/fixtures/documented/first-handler.ts'));
});
