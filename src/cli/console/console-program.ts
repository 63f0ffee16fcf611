import { InvalidArgumentError, type Command } from 'commander';
import { listenAddress, listenText, type ListenAddress } from '../../config/telemetry/listen-address';
import type { Handler } from '../command/command';
import { common, type Execute } from '../command/common-options';
import { repeated } from '../command/option-parsers';
import type { ConsoleOptions } from './console-command';

const address = (text: string): ListenAddress => {
  const found = listenAddress(text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError("Expected 'host:port', or a port of 127.0.0.1.");
};

const hostName = (text: string): string => {
  if (/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.test(text)) return text;
  throw new InvalidArgumentError("Expected 'host' or 'host:port', as browsers have it in their address bar.");
};

const addressText = (text: string): string => listenText(address(text));

export const addConsole = (program: Command, handler: Handler<ConsoleOptions>, execute: Execute): void => {
  common(program.command('console').description('Serve a page that shows the gateway and helps its keys along.'))
    .option('--listen <address>', "'host:port', or a port of 127.0.0.1 (default: 8240, or a free one)", address)
    .option(
      '--allow-remote <host>',
      'name under which browsers of other machines reach it; repeat it for several names',
      repeated(hostName),
      [],
    )
    .option('--temporal-ui <url>', 'address of the Temporal UI, for links to workflows')
    .option(
      '--metrics <address>',
      'where a process of the gateway serves its metrics; repeat it for several (default: metrics.listen)',
      repeated(addressText),
      [],
    )
    .action((options: ConsoleOptions) => execute(options, 'beside', (context) => handler(options, context)));
};
