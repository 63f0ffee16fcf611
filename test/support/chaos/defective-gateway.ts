import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withTemporaryDirectory } from '../with-temporary-directory';

const ROOT = path.resolve(__dirname, '../../..');

/** A statement of the built gateway, and what replaces it. */
export interface Defect {
  /** Path below `lib`. */
  readonly file: string;
  readonly statement: string;
  readonly instead: string;
}

const spoil = async (folder: string, { file, statement, instead }: Defect): Promise<void> => {
  const target = path.join(folder, 'lib', file);
  const code = await readFile(target, 'utf8');
  const found = code.split(statement).length - 1;
  if (found !== 1) throw new Error(`Expected once in lib/${file}, found ${found} times: ${statement}`);
  await writeFile(
    target,
    code.replace(statement, () => instead),
  );
};

/** Copies the built gateway with such defects, for `npm run chaos -- --gateway FOLDER`. The product has no switch. */
export const withDefectiveGateway = <T>(defects: readonly Defect[], body: (folder: string) => Promise<T>): Promise<T> =>
  withTemporaryDirectory(async (folder) => {
    for (const name of ['lib', 'package.json']) {
      await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
    for (const name of ['gateway.config.ts', 'workflows.ts']) {
      await cp(path.join(ROOT, 'chaos', name), path.join(folder, 'chaos', name));
    }
    for (const name of ['node_modules', 'engines']) await symlink(path.join(ROOT, name), path.join(folder, name));
    for (const defect of defects) await spoil(folder, defect);
    return body(folder);
  });
