// What operators ask of a running workflow by Update. A validator refuses in words, and what it lets through is done at
// once. A refused Update leaves nothing in the history.
import { RETRY_UPDATE, SKIP_UPDATE, type KeyCommand } from '../../model/contract/contract';
import {
  EDIT_UPDATE,
  PAUSE_UPDATE,
  RESUME_UPDATE,
  type EditCommand,
  type KeyAnswer,
  type RetryCommand,
} from '../../model/keys/key-commands';
import type { Guard } from '../../model/wire/plain-shapes';
import { isEditCommand, isKeyCommand, isRetryCommand } from '../../model/wire/key-inputs';
import type { Chain } from '../chain/chain';
import { commandable, nothingToDo, refused, retryable, type Commandable } from '../chain/commandable';
import { editedRecord } from './edited-record';
import type { InlineBudget } from '../inbox/inbox';
import type { HostedChains } from './hosted-chains';
import { anewDoubts, headDoubts, abandonedDoubts, renewedDoubts } from '../chain/head-doubts';
import { freshRevision, headRevision } from '../chain/head-revision';
import { placeOf, tellEvent, tellRelease } from '../chain/event-sink';
import { assertNewEffect, assertSureEdit, assertSureEffect } from './sure-commands';
import type { RunningHandler } from '../turn/running-handlers';
import { assertInTime } from '../wire/assert-in-time';
import { onUpdate } from '../wire/checked-handlers';

/** What commands may use of the host. */
export interface CommandHost {
  readonly budget: InlineBudget;
  chain(id: string): Chain | undefined;
  hosts(): Pick<HostedChains, 'hosted' | 'assertPausable'>;
  /** Lets the chain take turns again if it may. */
  wake(chain: Chain): void;
  /** The handler of the chain's head record, if it only waits. */
  handlerAtRest(chain: Chain): Pick<RunningHandler, 'abandon'> | undefined;
  /** Shows the state of the chains in the details and the search attributes. */
  show(): void;
  /** Counts a record that an operator left out. */
  skipped(): void;
}

/**
 * `prepare` throws in words if the command cannot be done, and changes nothing; `act` does it. `permit` throws if it
 * needs a confirmation, and only where the command is given: what was let through before stays so in a replay.
 */
interface Definition<Command extends KeyCommand, Prepared> {
  readonly name: string;
  readonly guard: Guard<Command>;
  readonly prepare: (command: Command) => Prepared;
  readonly permit?: (prepared: Prepared, command: Command) => void;
  readonly act: (prepared: Prepared, command: Command) => KeyAnswer;
}

const define = <Command extends KeyCommand, Prepared>({
  name,
  guard,
  prepare,
  permit,
  act,
}: Definition<Command, Prepared>): void => {
  onUpdate(name, guard, {
    validate: (command) => {
      assertInTime(command);
      const prepared = prepare(command);
      permit?.(prepared, command);
    },
    act: (command) => act(prepare(command), command),
  });
};

export const registerCommands = (host: CommandHost): void => {
  const done = (chain: Chain, answer: KeyAnswer = {}): KeyAnswer => {
    host.wake(chain);
    // A chain that moves is shown after it has moved, because older histories have that order.
    if (chain.paused) host.show();
    return { ...answer, ...(chain.paused ? { paused: true } : {}) };
  };
  const movable = (command: KeyCommand, verb: string): Commandable => {
    const chain = host.chain(command.chain);
    return commandable(chain, command, verb, chain !== undefined && host.handlerAtRest(chain) !== undefined);
  };
  // The handler's waits still end at their time or with the run, but nothing that it does afterwards counts.
  const takeFromHandler = (chain: Chain): void => {
    host.handlerAtRest(chain)?.abandon();
  };
  define({
    name: RETRY_UPDATE,
    guard: isRetryCommand,
    prepare: (command: RetryCommand) => {
      const found = retryable(host.chain(command.chain), command);
      assertNewEffect(found, command);
      return found;
    },
    permit: assertSureEffect,
    act: ({ chain }, { newEffect }) => {
      const before = newEffect === undefined ? headDoubts(chain) : renewedDoubts(chain);
      tellRelease(chain, 'retry');
      chain.retryHead(newEffect === undefined ? 0 : freshRevision(chain) - (headRevision(chain).revision ?? 0));
      return done(chain, { ...(newEffect === undefined ? {} : headRevision(chain)), ...before });
    },
  });
  define({
    name: SKIP_UPDATE,
    guard: isKeyCommand,
    prepare: (command: KeyCommand) => movable(command, 'skip'),
    act: ({ chain }) => {
      const before = abandonedDoubts(chain);
      takeFromHandler(chain);
      tellRelease(chain, 'skip');
      chain.skipHead();
      host.skipped();
      return done(chain, before);
    },
  });
  define({
    name: EDIT_UPDATE,
    guard: isEditCommand,
    prepare: (command: EditCommand) => {
      const found = movable(command, 'edit');
      return { chain: found.chain, record: editedRecord(found, command, host.budget) };
    },
    permit: assertSureEdit,
    act: ({ chain, record }) => {
      const before = anewDoubts(chain);
      const revision = freshRevision(chain);
      takeFromHandler(chain);
      tellRelease(chain, 'edit');
      chain.replaceHead({ ...record, revision });
      return done(chain, { revision, ...before });
    },
  });
  define({
    name: PAUSE_UPDATE,
    guard: isKeyCommand,
    prepare: ({ chain: id }: KeyCommand) => {
      if (host.chain(id)?.paused === true) throw nothingToDo(`Key ${id} is already paused.`);
    },
    permit: (_prepared, { chain: id, key }) => {
      host.hosts().assertPausable(id, key);
    },
    act: (_prepared, { chain: id, key }) => {
      const chain = host.hosts().hosted(id, key);
      if (chain === undefined) throw refused(`This workflow does not host key ${id}.`);
      chain.pause();
      tellEvent({ kind: 'paused', chain: chain.id, place: placeOf(chain) });
      return done(chain, chain.busy ? { busy: true } : {});
    },
  });
  define({
    name: RESUME_UPDATE,
    guard: isKeyCommand,
    prepare: ({ chain: id }: KeyCommand) => {
      const chain = host.chain(id);
      if (chain?.paused !== true) throw nothingToDo(`Key ${id} is not paused.`);
      return chain;
    },
    act: (chain) => {
      chain.resume();
      tellEvent({ kind: 'resumed', chain: chain.id, place: placeOf(chain) });
      host.show();
      return done(chain);
    },
  });
};
