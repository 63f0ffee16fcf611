import type { Command } from 'commander';
import type { Handler } from '../command/command';
import { common, type Execute } from '../command/common-options';
import type { HealthOptions } from './health-command';

export const addHealth = (program: Command, handler: Handler<HealthOptions>, execute: Execute): void => {
  common(program.command('health').description('Ask a running gateway on this machine whether it works.'))
    .option('--ready', 'ask whether it takes records now', false)
    .option(
      '--at <address>',
      'where it serves its health (default: as SLUICE_METRICS_LISTEN, a running dev or the config says)',
    )
    .action((options: HealthOptions) => execute(options, 'answers', (context) => handler(options, context)));
};
