// Finds the Temporal binary. The SDK's own download (@temporalio/testing) is left out on purpose: it runs in native
// code that can be neither bounded in time nor watched, assumes that its host is reachable, and keeps the file in the
// temp folder, where the next clean-up removes it. Whoever can reach that host can install the official CLI, and the
// error below says how.
import path from 'node:path';
import { existsSync } from 'node:fs';
import { errorText, GatewayError } from '../errors';
import { assetsDigest, engineAssets } from './engine-assets';
import type { Progress } from './engine-handle';
import { findExecutable, versionOutput } from './executables';
import { installOnce } from './install-once';
import { runTool } from './run-tool';
import { stateDirectories } from './state-directories';

const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const HOW_TO_GET_IT =
  'Install the Temporal CLI (macOS and Linux: `brew install temporal`; any platform: the archive linked from ' +
  'docs.temporal.io/cli) so that `temporal` is on PATH, or name it in SLUICE_TEMPORAL_BINARY';

export interface TemporalBinary {
  readonly executable: string;
  readonly origin: string;
}

const configured = async (file: string): Promise<TemporalBinary> => {
  const executable = findExecutable(file);
  if (executable === undefined) {
    throw new GatewayError('engine-missing', `SLUICE_TEMPORAL_BINARY names ${file}, which is not an executable file.`);
  }
  try {
    const version = await versionOutput(executable, ['--version']);
    return { executable, origin: `configured by SLUICE_TEMPORAL_BINARY, ${version}` };
  } catch (error) {
    const message = `SLUICE_TEMPORAL_BINARY names ${executable}, which does not answer --version: ${errorText(error)}`;
    throw new GatewayError('engine-missing', message, { cause: error });
  }
};

const onPath = async (progress: Progress): Promise<TemporalBinary | undefined> => {
  const executable = findExecutable('temporal');
  if (executable === undefined) return undefined;
  try {
    return { executable, origin: `on PATH, ${await versionOutput(executable, ['--version'])}` };
  } catch (error) {
    progress(`Temporal: ${executable} is on PATH but does not answer --version (${errorText(error)}); not used`);
    return undefined;
  }
};

const build = async (folder: string, progress: Progress): Promise<void> => {
  const go = findExecutable('go');
  if (go === undefined) {
    throw new GatewayError(
      'engine-missing',
      `No Temporal was found: SLUICE_TEMPORAL_BINARY is not set, \`temporal\` is not on PATH, and there is no Go to build it with. ${HOW_TO_GET_IT}; ` +
        'or install Go 1.25 or newer (go.dev/doc/install) and Sluice builds it.',
    );
  }
  progress('Temporal: building the server with Go, 2 to 6 minutes, once on this machine');
  await runTool({
    doing: 'Temporal: build',
    command: go,
    // -v prints each package as it is compiled, which distinguishes a slow build from a stuck one.
    args: ['build', '-v', '-ldflags', '-s -w', '-o', path.join(folder, 'temporal'), PACKAGE],
    cwd: engineAssets('temporal'),
    describe: (lines, last) => `${lines} steps, now ${last.slice(0, 70)}`,
    advice: `Instead of building it: ${HOW_TO_GET_IT}.`,
    progress,
  });
};

/** Finds or builds the Temporal CLI, which includes the server. GatewayError('engine-missing') says what to install. */
export const temporalBinary = async (progress: Progress): Promise<TemporalBinary> => {
  const setting = process.env['SLUICE_TEMPORAL_BINARY'];
  if (setting !== undefined && setting !== '') return configured(setting);
  const found = await onPath(progress);
  if (found !== undefined) return found;
  const digest = assetsDigest('temporal', ['go.mod', 'go.sum']);
  const folder = path.join(stateDirectories().cache, `temporal-${digest}`);
  const cached = existsSync(folder);
  await installOnce(folder, (partial) => build(partial, progress), progress);
  const executable = path.join(folder, 'temporal');
  return { executable, origin: `${cached ? 'cached build' : 'built by Go'}, ${executable}` };
};
