import type { Command } from 'commander';
import type { Handler } from '../command/command';
import type { Execute } from '../command/common-options';
import type { HealthOptions } from './health-command';

/** There is no `--config`: a probe runs every few seconds, and reading TypeScript takes it longer than asking. */
export const addHealth = (program: Command, handler: Handler<HealthOptions>, execute: Execute): void => {
  program
    .command('health')
    .description('Ask a running gateway of this machine whether it works.')
    .option('--ready', 'ask whether it takes records now', false)
    .option('--at <address>', 'where it serves its health; by default what SLUICE_METRICS_LISTEN says')
    .option('--json', 'print one JSON document as the last line of stdout', false)
    .action(({ json, ...options }: HealthOptions & { readonly json: boolean }) =>
      execute({ json }, 'answers', (context) => handler(options, context)),
    );
};
