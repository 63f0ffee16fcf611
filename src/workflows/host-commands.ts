// What operators ask of a running workflow, by Update: a validator refuses in words, and what it let through is done at
// once. A refused Update leaves nothing in the history.
import { defineUpdate, setHandler } from '@temporalio/workflow';
import { RETRY_UPDATE, SKIP_UPDATE, type KeyCommand } from '../model/contract';
import { EDIT_UPDATE, PAUSE_UPDATE, RESUME_UPDATE, type EditCommand, type KeyAnswer } from '../model/key-commands';
import type { Chain } from './chain';
import { commandable, nothingToDo, refused, retryable } from './commandable';
import { editedRecord } from './edited-record';
import type { InlineBudget } from './inbox';

/** What commands may do with the host. */
export interface CommandHost {
  readonly budget: InlineBudget;
  chain(id: string): Chain | undefined;
  /** The chain, known or not; undefined where this workflow does not host it. */
  hosted(id: string, key: KeyCommand['key']): Chain | undefined;
  /** Lets the chain take turns again if it may. */
  wake(chain: Chain): void;
  /** Shows how the chains stand, to those who look and to those who search. */
  show(): void;
  /** A record was left out by an operator. */
  skipped(): void;
}

/** `prepare` throws in words when the command cannot be done, and changes nothing; `act` does it. */
interface Definition<Command extends KeyCommand, Prepared> {
  readonly name: string;
  readonly prepare: (command: Command) => Prepared;
  readonly act: (prepared: Prepared, command: Command) => KeyAnswer;
}

const define = <Command extends KeyCommand, Prepared>({ name, prepare, act }: Definition<Command, Prepared>): void => {
  setHandler(defineUpdate<KeyAnswer, [Command]>(name), (command) => act(prepare(command), command), {
    validator: (command: Command) => void prepare(command),
  });
};

export const registerCommands = (host: CommandHost): void => {
  const done = (chain: Chain, answer: KeyAnswer = {}): KeyAnswer => {
    host.wake(chain);
    // A chain that moves is shown when it has: older histories have it in that order.
    if (chain.paused) host.show();
    return { ...answer, ...(chain.paused ? { paused: true } : {}) };
  };
  define({
    name: RETRY_UPDATE,
    prepare: (command: KeyCommand) => retryable(host.chain(command.chain), command),
    act: ({ chain }) => {
      chain.retryHead();
      return done(chain);
    },
  });
  define({
    name: SKIP_UPDATE,
    prepare: (command: KeyCommand) => commandable(host.chain(command.chain), command, 'skip'),
    act: ({ chain }) => {
      chain.skipHead();
      host.skipped();
      return done(chain);
    },
  });
  define({
    name: EDIT_UPDATE,
    prepare: (command: EditCommand) => {
      const found = commandable(host.chain(command.chain), command, 'edit');
      return { chain: found.chain, record: editedRecord(found, command, host.budget) };
    },
    act: ({ chain, record }) => {
      chain.replaceHead(record);
      return done(chain, { revision: record.revision ?? 1 });
    },
  });
  define({
    name: PAUSE_UPDATE,
    prepare: ({ chain: id }: KeyCommand) => {
      if (host.chain(id)?.paused === true) throw nothingToDo(`Key ${id} is paused already.`);
    },
    act: (_prepared, { chain: id, key }) => {
      const chain = host.hosted(id, key);
      if (chain === undefined) throw refused(`This workflow does not host key ${id}.`);
      chain.paused = true;
      return done(chain, chain.busy ? { busy: true } : {});
    },
  });
  define({
    name: RESUME_UPDATE,
    prepare: ({ chain: id }: KeyCommand) => {
      const chain = host.chain(id);
      if (chain?.paused !== true) throw nothingToDo(`Key ${id} is not paused.`);
      return chain;
    },
    act: (chain) => {
      chain.paused = false;
      host.show();
      return done(chain);
    },
  });
};
