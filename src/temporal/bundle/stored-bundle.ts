import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { WorkflowBundle } from '@temporalio/worker';
import { GatewayError, errorText } from '../../errors';
import { packageVersion } from './package-version';

/** What a stored bundle was made from: a worker uses it only if all of that is unchanged. */
interface Contents {
  readonly sluice: string;
  readonly temporal: string;
  /** SHA-256 of each of the user's own sources, by its path relative to the handlers' file. */
  readonly sources: Readonly<Record<string, string>>;
  readonly code: string;
}

const SOURCE_MAP = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

const temporalVersion = (): string => {
  const text = readFileSync(require.resolve('@temporalio/worker/package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
};

const digest = async (file: string): Promise<string | undefined> => {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    return undefined; // This machine does not have the file: an image may hold the bundle and only some of its sources.
  }
};

/** Sluice itself is identified by its version. */
const SLUICE = ['src', 'lib'].map((folder) => join(__dirname, '..', '..', '..', folder) + sep);

/** Files that the bundler has read, by its own source map, except those of packages: the lock file covers them. */
const ownSources = (code: string): readonly string[] => {
  const encoded = code.slice(code.lastIndexOf(SOURCE_MAP) + SOURCE_MAP.length);
  const { sources } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as { readonly sources: readonly string[] };
  return sources.filter(
    (source) => !source.includes('node_modules') && !SLUICE.some((folder) => source.startsWith(folder)),
  );
};

/** Stores a bundle in a file that workers can start with: see `readStoredBundle`. */
export const storeBundle = async (code: string, handlersPath: string | undefined, file: string): Promise<void> => {
  const from = dirname(handlersPath ?? file);
  const digests = await Promise.all(
    ownSources(code).map(async (source) => [relative(from, source), await digest(source)] as const),
  );
  const sources = Object.fromEntries(digests.flatMap(([name, sum]) => (sum === undefined ? [] : [[name, sum]])));
  const contents: Contents = { sluice: packageVersion(), temporal: temporalVersion(), sources, code };
  // The rename is atomic: a worker that starts in the meantime finds the old file or the new one.
  await writeFile(`${file}.new`, JSON.stringify(contents));
  await rename(`${file}.new`, file);
};

/**
 * Reads a bundle that `sluice bundle` made.
 * @throws GatewayError `bundle-failed` if it cannot be read or was made from other sources than those here.
 */
export const readStoredBundle = async (file: string, handlersPath: string | undefined): Promise<WorkflowBundle> => {
  const contents = await parsed(file);
  const made = `Sluice ${contents.sluice} and Temporal's SDK ${contents.temporal}`;
  const here = `Sluice ${packageVersion()} and Temporal's SDK ${temporalVersion()}`;
  if (made !== here) throw refused(file, `was made by ${made}, expected ${here}`);
  for (const [name, sum] of Object.entries(contents.sources)) {
    const now = await digest(resolve(dirname(handlersPath ?? file), name));
    if (now !== undefined && now !== sum) throw refused(file, `was made from a ${name} that differs from the one here`);
  }
  return { code: contents.code };
};

const parsed = async (file: string): Promise<Contents> => {
  try {
    const contents = JSON.parse(await readFile(file, 'utf8')) as Partial<Contents> | null;
    const { sluice, temporal, sources, code } = contents ?? {};
    if (sluice !== undefined && temporal !== undefined && sources !== undefined && code !== undefined) {
      return { sluice, temporal, sources, code };
    }
  } catch (error) {
    throw refused(file, `cannot be read (${errorText(error)})`);
  }
  throw refused(file, 'is not a file that `sluice bundle` makes');
};

const refused = (file: string, why: string): GatewayError =>
  new GatewayError('bundle-failed', `The workflow bundle ${file} ${why}. \`sluice bundle\` makes it again.`);
