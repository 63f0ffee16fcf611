import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  bundleWorkflowCode,
  type BundleOptions,
  type WorkflowBundle,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError, errorText } from '../../errors';
import type { Log } from '../../log';
import { readStoredBundle } from './stored-bundle';

const quiet = { log: ignore, trace: ignore, debug: ignore, info: ignore };

/**
 * Bundles the stock workflows together with the handlers' file. Temporal takes one file, so a temporary folder gets a
 * file that imports both.
 * @throws GatewayError `bundle-failed` with the bundler's message if the handlers' file does not compile.
 */
export const workflowBundle = async (
  handlersPath: string | undefined,
  log: Log,
): Promise<WorkflowBundleWithSourceMap> => {
  const stock = require.resolve('../../workflows');
  const directory = await mkdtemp(join(tmpdir(), 'sluice-workflows-'));
  const problems: string[] = [];
  const keep = (message: string): void => {
    problems.push(message);
  };
  try {
    const sources = handlersPath === undefined ? [stock] : [stock, handlersPath];
    const entry = join(directory, `${createHash('sha256').update(sources.join()).digest('hex').slice(0, 12)}.js`);
    await writeFile(entry, sources.map((source) => `export * from ${JSON.stringify(source)};\n`).join(''));
    return await bundleWorkflowCode({
      workflowsPath: entry,
      logger: { ...quiet, warn: keep, error: keep },
      webpackConfigHook: configured,
      preloadModules: preloaded(handlersPath !== undefined).map((name) => require.resolve(`../../workflows/${name}`)),
    });
  } catch (error) {
    const said = [...problems, errorText(error)].join('\n').slice(0, 4_000);
    const message = `The handlers' file ${handlersPath ?? ''} could not be bundled for Temporal's sandbox:\n${said}`;
    throw new GatewayError('bundle-failed', message, { cause: error });
  } finally {
    await rm(directory, { recursive: true, force: true });
    if (problems.length > 0) log.debug({ problems }, 'workflow bundler');
  }
};

/** Returns the bundle that was made beforehand, or makes one. @throws GatewayError `bundle-failed` */
export const gatewayBundle = (
  { bundlePath, workflowsPath }: Pick<ResolvedConfig, 'bundlePath' | 'workflowsPath'>,
  log: Log,
): Promise<WorkflowBundle> =>
  bundlePath === undefined ? workflowBundle(workflowsPath, log) : readStoredBundle(bundlePath, workflowsPath);

/**
 * What each thread runs once, before any workflow: our own modules too, which would else run anew for each of them. The
 * order counts: nothing can be changed once all is frozen.
 */
const preloaded = (handlers: boolean): readonly string[] => [
  ...['sandbox/stackless-promises', 'sandbox/bounded-steps', 'sandbox/lone-rejections', 'index'],
  ...(handlers ? ['api', 'sandbox/settled-in-turn'] : []),
  'sandbox/frozen-intrinsics',
];

/** The entry is in a temporary folder; if it found its own copy of these, there would be two workflow runtimes. */
const SHARED_PACKAGES = ['@temporalio/workflow', '@temporalio/common'];

const configured: NonNullable<BundleOptions['webpackConfigHook']> = (config) => {
  const alias = Object.fromEntries(
    SHARED_PACKAGES.map((name) => [name, dirname(require.resolve(`${name}/package.json`))]),
  );
  const given = config.resolve?.alias;
  if (Array.isArray(given))
    throw new Error("Expected Temporal's bundler to give its aliases as an object, got a list.");
  // Frames are mapped to lines of the sources, whose text nobody reads: it was half of each bundle.
  const devtool = 'inline-nosources-source-map';
  return { ...config, devtool, resolve: { ...config.resolve, alias: { ...given, ...alias } } };
};

function ignore(): void {
  // The bundler reports each step; only failures matter.
}
