import path from 'node:path';
import { storeBundle } from '../../temporal/bundle/stored-bundle';
import { terminalText } from '../../terminal-text';
import { workflowBundle } from '../../temporal/bundle/workflow-bundle';
import type { CommandContext, CommandResult } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';

export interface BundleOptions {
  /** The handlers' file; without one the bundle is for routes that need no handlers. */
  readonly handlers: string | undefined;
  readonly output: string;
}

/** `sluice bundle`: makes in advance what takes each worker seconds of CPU at its start. Needs no configuration. */
export const bundleCommand = async (
  { handlers, output }: BundleOptions,
  { log, print }: CommandContext,
): Promise<CommandResult> => {
  const from = handlers === undefined ? undefined : path.resolve(handlers);
  const { code } = await workflowBundle(from, log);
  const bundle = path.resolve(output);
  await storeBundle(code, from, bundle);
  const kib = Math.ceil(code.length / 1_024);
  print(terminalText(`${bundle}: ${kib} KiB. To have workers start with it, name it in SLUICE_WORKFLOW_BUNDLE.`));
  return { exitCode: EXIT_CODES.done, document: { bundle, kib } };
};
