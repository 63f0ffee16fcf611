import { transformFile } from '@swc/core';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(__dirname, '../../..');
/** Handlers' files of each fixture, without `.ts`; a fixture without handlers has a bundle of the stock workflows. */
const FIXTURES = {
  gateway: ['workflows', 'build-one', 'build-two', 'build-three'],
  failures: ['workflows'],
  agents: ['workflows'],
} as const;

/** Compiles the config to JavaScript: to read TypeScript, a process loads a compiler, a third of a second of CPU. */
const compileConfig = async (source: string, target: string): Promise<void> => {
  const parser = { syntax: 'typescript' } as const;
  const { code } = await transformFile(source, { jsc: { parser, target: 'es2022' }, module: { type: 'es6' } });
  await writeFile(target, code);
};

const bundle = async (handlers: string, target: string): Promise<void> => {
  const args = ['bundle', ...(existsSync(handlers) ? [handlers] : []), '-o', target];
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'lib/cli/main.js'), ...args]);
};

const prepare = async (fixture: string, handlers: readonly string[], directory: string): Promise<void> => {
  const [from, to] = [path.join(ROOT, 'test/fixtures', fixture), path.join(directory, fixture)];
  await mkdir(to);
  for (const file of await readdir(from)) await symlink(path.join(from, file), path.join(to, file));
  await compileConfig(path.join(from, 'gateway.config.ts'), path.join(to, 'gateway.config.mjs'));
  await Promise.all(
    handlers.map((name) => bundle(path.join(from, `${name}.ts`), path.join(to, `${name}.bundle.json`))),
  );
};

/**
 * Prepares once what hundreds of test processes would otherwise each make: configs in JavaScript and bundles of
 * handlers, one folder per fixture.
 */
export const prepareFixtures = async (directory: string): Promise<void> => {
  // The configs import 'sluice'.
  await mkdir(directory, { recursive: true });
  await symlink(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
  await Promise.all(Object.entries(FIXTURES).map(([fixture, handlers]) => prepare(fixture, handlers, directory)));
};
