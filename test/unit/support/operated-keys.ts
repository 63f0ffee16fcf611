import { ServiceError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { defaultPayloadConverter, type ApplicationFailure } from '@temporalio/common';
import { SKIP_UPDATE, STATUS_ATTRIBUTE, STATUS_QUERY, type ChainStatus } from '../../../src/model/contract/contract';
import {
  CHAINS_QUERY,
  HEAD_QUERY,
  PAUSE_UPDATE,
  type ChainQuery,
  type RetryCommand,
} from '../../../src/model/keys/key-commands';
import { Chain } from '../../../src/workflows/chain/chain';
import { commandable } from '../../../src/workflows/chain/commandable';
import { InlineBudget } from '../../../src/workflows/inbox/inbox';

/** A Temporal with lane workflows whose keys stand as a test has put them; commands are judged as workflows do. */
export class OperatedKeys {
  readonly done: string[] = [];
  readonly sent: string[] = [];
  silent = false;
  private readonly chains = new Map<string, ChainStatus>();
  private readonly unlisted = new Set<string>();

  reset(): void {
    this.done.length = 0;
    this.sent.length = 0;
    this.silent = false;
    this.chains.clear();
    this.unlisted.clear();
  }

  /** `unlisted` keys are among so many of their lane that its status does not name them. */
  put(chain: string, status: Partial<ChainStatus>, unlisted = false): void {
    this.chains.set(chain, { chain, key: chain, status: 'idle', waiting: 0, ...status });
    if (unlisted) this.unlisted.add(chain);
    else this.unlisted.delete(chain);
  }

  /** All keys are of one lane. */
  get client(): Client {
    const indexedFields = { [STATUS_ATTRIBUTE]: defaultPayloadConverter.toPayload('parked') };
    const executions = [{ execution: { workflowId: 'gw/main/~lane-0-of-2' }, searchAttributes: { indexedFields } }];
    return {
      options: { namespace: 'default' },
      withDeadline: (_at: number, call: () => unknown) => call(),
      withAbortSignal: (_signal: unknown, call: () => unknown) => call(),
      workflowService: { listWorkflowExecutions: () => Promise.resolve({ executions, nextPageToken: [] }) },
      workflow: { getHandle: () => this.handle },
    } as unknown as Client;
  }

  private get handle(): object {
    return {
      describe: () => Promise.resolve({ runId: 'r', status: { name: 'RUNNING' }, startTime: new Date(0) }),
      query: (name: string, asked: unknown) => (this.silent ? this.silence() : Promise.resolve(this.told(name, asked))),
      executeUpdate: (name: string, { args: [command] }: { args: readonly [RetryCommand] }) => {
        this.sent.push(verbOf(name));
        return this.silent ? this.silence() : Promise.resolve().then(() => this.commanded(verbOf(name), command));
      },
    };
  }

  private silence(): Promise<never> {
    return Promise.reject(new ServiceError('no worker answers'));
  }

  private told(query: string, asked: unknown): unknown {
    const all = [...this.chains.values()];
    const listed = all.filter(({ chain }) => !this.unlisted.has(chain));
    if (query === STATUS_QUERY) return { counters: {}, waiting: 0, parked: 0, chains: listed };
    if (query === HEAD_QUERY) return this.headOf(String(asked));
    if (query !== CHAINS_QUERY) return null;
    const { statuses, after = '' } = asked as ChainQuery;
    const chains = all.filter(({ chain, status }) => chain > after && (statuses?.includes(status) ?? true));
    return { chains, more: false };
  }

  private headOf(name: string): object | null {
    const { head, revision } = this.chains.get(name) ?? {};
    if (head === undefined) return null;
    const { topic, ...position } = head;
    return { stream: { id: topic, topic }, position, ...(revision === undefined ? {} : { revision }) };
  }

  private commanded(verb: string, command: RetryCommand): object {
    const status = this.chains.get(command.chain);
    const chain = status === undefined ? undefined : chainOf(status);
    try {
      if (verb !== 'pause') commandable(chain, command, verb);
    } catch (error) {
      throw new WorkflowUpdateFailedError('Update failed', error as ApplicationFailure);
    }
    const { topic, partition, offset } = status?.head ?? {};
    this.done.push(
      `${verb} ${command.chain} ${topic}/${partition}/${offset}${command.newEffect === undefined ? '' : ' anew'}`,
    );
    return command.newEffect === undefined ? {} : { revision: command.newEffect.seen + 1 };
  }
}

const verbOf = (update: string): string => {
  if (update === SKIP_UPDATE) return 'skip';
  return update === PAUSE_UPDATE ? 'pause' : 'retry';
};

/** A chain that is parked at that record. */
const chainOf = ({ chain: id, head, revision }: ChainStatus): Chain => {
  const hold = { kind: 'parked', failure: { code: 'http-status', message: '' }, attempts: 1, since: 0 } as const;
  const chain = new Chain({ chain: id, key: id, hold, waiting: [] }, new InlineBudget(100_000));
  if (head === undefined) return chain;
  const { topic, ...position } = head;
  const stream = { id: topic, topic };
  chain.inbox.push(stream, {
    ...position,
    timestamp: 0,
    key: id,
    value: { text: '' },
    ...(revision === undefined ? {} : { revision }),
  });
  return chain;
};
