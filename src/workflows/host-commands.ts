// What operators ask of a running workflow, by Update: a validator refuses in words, and what it let through is done at once.
import { defineUpdate, setHandler } from '@temporalio/workflow';
import { RETRY_UPDATE, SKIP_UPDATE, type KeyCommand } from '../model/contract';
import type { Chain } from './chain';
import { commandable } from './commandable';

/** What commands may do with the host. */
export interface CommandHost {
  chain(id: string): Chain | undefined;
  /** Lets the chain take turns again if it may. */
  wake(chain: Chain): void;
  /** A record was left out by an operator. */
  skipped(): void;
}

export const registerCommands = (host: CommandHost): void => {
  const define = (name: string, act: (chain: Chain) => void): void => {
    setHandler(
      defineUpdate<undefined, [KeyCommand]>(name),
      (request) => {
        const chain = commandable(host.chain(request.chain), request);
        act(chain);
        host.wake(chain);
        return undefined;
      },
      { validator: (request: KeyCommand) => void commandable(host.chain(request.chain), request) },
    );
  };
  define(RETRY_UPDATE, (chain) => {
    chain.retryHead();
  });
  define(SKIP_UPDATE, (chain) => {
    chain.skipHead();
    host.skipped();
  });
};
