import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { SEEDED_DEFECTS } from '../../support/chaos/chaos-defects';

const SRC = path.join(__dirname, '..', '..', '..', 'src');

/** The file as it stands in lib, near enough. */
const compiled = (file: string): string =>
  ts.transpileModule(readFileSync(path.join(SRC, file.replace(/\.js$/, '.ts')), 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  }).outputText;

test('Each seeded defect changes a statement that stands once in its compiled file.', () => {
  const places = SEEDED_DEFECTS.flatMap(({ defects }) => defects);
  expect(places.length).toBeGreaterThan(5);
  for (const { file, statement } of places) {
    expect({ file, statement, times: compiled(file).split(statement).length - 1 }).toEqual({
      file,
      statement,
      times: 1,
    });
  }
});
