import type { Command } from 'commander';
import { common, type Execute } from '../command/common-options';
import type { CommonOptions, Handler } from '../command/command';
import { wholeNumber } from '../command/option-parsers';
import { defined } from '../../model/defined';
import type { DevOptions } from './dev-command';

interface PortValues extends CommonOptions {
  readonly kafkaPort?: number;
  readonly temporalPort?: number;
  readonly uiPort?: number;
  readonly metricsPort?: number;
  readonly consolePort?: number;
}

const port = wholeNumber(1, 65_535);

export const addDev = (program: Command, handler: Handler<DevOptions>, execute: Execute): void => {
  const words = 'Start Kafka and Temporal for development, and run the gateway against them.';
  common(program.command('dev').description(words))
    .option('--kafka-port <port>', 'port of Kafka (default: 9092, or a free one)', port)
    .option('--temporal-port <port>', 'port of Temporal (default: 7233, or a free one)', port)
    .option('--ui-port <port>', "port of Temporal's web UI (default: 8233, or a free one)", port)
    .option('--metrics-port <port>', 'port of the metrics (default: as the config says, 9464, or a free one)', port)
    .option('--console-port <port>', 'port of the console (default: 8240, or a free one)', port)
    .action(({ kafkaPort: kafka, temporalPort: temporal, uiPort: ui, ...others }: PortValues) => {
      const { metricsPort: metrics, consolePort: console, ...values } = others;
      const options = { ...values, ports: defined({ kafka, temporal, ui, metrics, console }) };
      return execute(options, 'stays', (context) => handler(options, context));
    });
};
