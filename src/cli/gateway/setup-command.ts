import { setupKafka } from '../../operations/setup/setup-kafka';
import type { SetupStep } from '../../operations/setup/finding';
import { setupTemporal } from '../../operations/setup/setup-temporal';
import { terminalLines } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { loadedConfig } from '../command/running-engines';

export interface SetupOptions extends CommonOptions {
  readonly dryRun: boolean;
  readonly createNamespace: boolean;
  readonly namespaceRetentionMs: number;
  readonly partitions?: number;
  readonly replicationFactor?: number;
}

const WORDS: Readonly<Record<SetupStep['result'], string>> = {
  there: 'ok',
  made: 'made',
  'would-make': 'would make',
  missing: 'MISSING',
  failed: 'FAILED',
};

const line = ({ what, result, message }: SetupStep): string =>
  terminalLines(`${WORDS[result].padEnd(10)}  ${what}: ${message}`);

/** `sluice setup`: creates what is missing and changes nothing that exists. */
export const setupCommand = async (options: SetupOptions, context: CommandContext): Promise<CommandResult> => {
  const { log, print } = context;
  const { dryRun, createNamespace: create, namespaceRetentionMs: retentionMs, partitions, replicationFactor } = options;
  const config = await loadedConfig(options, context);
  const steps = [
    ...(await setupKafka(config, { dryRun, partitions, replicationFactor }, log)),
    ...(await setupTemporal(config, { dryRun, create, retentionMs })),
  ];
  for (const step of steps) print(line(step));
  const problems = steps.filter(({ result }) => result === 'missing' || result === 'failed').length;
  const made = steps.filter(({ result }) => result === 'made').length;
  const wanted = steps.filter(({ result }) => result === 'would-make').length;
  print(dryRun ? `Setup would make ${wanted} of these; nothing was changed.` : `Setup made ${made} of these.`);
  return {
    exitCode: problems === 0 ? EXIT_CODES.done : EXIT_CODES.problem,
    document: { gateway: config.name, dryRun, made, problems, steps },
  };
};
