import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FAILURE_CODES } from '../../../../src/model/contract/failure';

const page = readFileSync(path.join(__dirname, '../../../../docs/failing-calls.md'), 'utf8');
const [, section = ''] = page.split('\n## Failure codes\n');

test('The table of docs/failing-calls.md has a row for every failure code, and for nothing else.', () => {
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| `([\w-]+)` /gm)].map(([, code]) => code);
  expect(rows).toHaveLength(FAILURE_CODES.length);
  expect(new Set(rows)).toEqual(new Set(FAILURE_CODES));
});
