import { status as GrpcStatus } from '@grpc/grpc-js';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { describedWorkflow } from '../temporal/described-workflow';
import { grpcError } from '../temporal/grpc-error';
import { errorText } from '../errors';
import { AT_ONCE_RECORDS, taskTimeoutFor } from '../model/at-once';
import { AT_ONCE_WORKFLOW, RECORDS_SIGNAL, type HostInput, type RecordsSignal } from '../model/contract/contract';
import { bareReference, isBareReference, type SignalTarget } from '../records/record-encoder';
import { BUILDS_ATTRIBUTE, startMarks } from '../temporal/search-attributes';
import type { HeldKeys } from './held-keys';
import { HistoryGauge, type RunSize } from './history-gauge';
import type { SendResult, SignalSender } from './signal-sender';
import { defined } from '../model/defined';

/** Bounds one call, including the connection; afterwards the outcome is unknown and the same is sent again. */
const CALL_TIMEOUT_MS = 10_000;

export interface TemporalSignalSenderOptions {
  readonly gateway: string;
  readonly route: string;
  readonly workflowType: string;
  readonly taskQueue: string;
  /** Number of outbox writers; undefined if nothing is published. */
  readonly writers?: number;
  /** Set if some of the route's keys may be retired. */
  readonly shelves?: true;
  /** Undefined if keys do not retire. */
  readonly retireAfterMs?: number;
  /** See `HostInput`. */
  readonly sequenceFrom?: number;
  /** Longest time of one of the route's calls; undefined if none may be made inside a workflow task. */
  readonly atOnceMs?: number;
  /** True if all workers know of calls inside workflow tasks. */
  mayCallInFirstTask(): boolean;
  /** The build of all workers, if they have the same; runs begin with it (see `startMarks`). */
  buildOfWorkers(): string | undefined;
  /** Returns false if nobody has looked for too long at whether the route should run. */
  informed(): boolean;
}

/** Sends by SignalWithStart: its answer means that the records are in the workflow's history, even without a worker. */
export class TemporalSignalSender implements SignalSender {
  private readonly gauge: HistoryGauge;
  /** True once the server has refused a build: another one may, and no key must wait for that. */
  private refusesBuilds = false;

  constructor(
    /** Its connection must not retry by itself: the dispatcher retries, and knows what a retry means (I2). */
    private readonly client: Client,
    private readonly heldKeys: HeldKeys,
    private readonly options: TemporalSignalSenderOptions,
  ) {
    this.gauge = new HistoryGauge((workflowId) => findRunSize(client, workflowId));
  }

  async send(target: SignalTarget, signal: RecordsSignal, bytes: number): Promise<SendResult> {
    if (!this.options.informed())
      return { kind: 'throttled', message: 'The bridge does not know at the moment whether the route is to run.' };
    try {
      return await this.client.withDeadline(Date.now() + CALL_TIMEOUT_MS, () => this.signal(target, signal, bytes));
    } catch (error) {
      return sendResult(error);
    }
  }

  private async signal(target: SignalTarget, signal: RecordsSignal, bytes: number): Promise<SendResult> {
    const { workflowId } = target;
    if (!this.heldKeys.has(workflowId)) {
      const refusal = await this.refusal(workflowId, signal);
      if (refusal !== undefined) return refusal;
      try {
        this.gauge.sent(workflowId, await this.signalHost(target, signal), bytes);
        return { kind: 'durable' };
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    }
    // I7: the key's workflow was closed. An empty one must not take its place, so its records wait beside it.
    const records = signal.records.map((record) => (isBareReference(record) ? record : bareReference(record, 0)));
    const held = await this.heldKeys.signal(workflowId, { ...signal, records });
    return held ? { kind: 'durable' } : { kind: 'busy', message: 'The workflow of the key was started again.' };
  }

  /** Returns why this signal should not be sent now. */
  private async refusal(workflowId: string, { records }: RecordsSignal): Promise<SendResult | undefined> {
    const capacity = await this.gauge.capacity(workflowId);
    if (capacity === 'nothing') {
      return { kind: 'full', message: 'The history of its run is near its limit. Is a worker running?' };
    }
    if (capacity === 'payloads' || records.every(isBareReference)) return undefined;
    return { kind: 'heavy', message: 'The history of its run should not grow by payloads.' };
  }

  /** The type of a run that begins with the signal. */
  private get typeOfNew(): string {
    const { atOnceMs, workflowType } = this.options;
    return atOnceMs !== undefined && this.options.mayCallInFirstTask() ? AT_ONCE_WORKFLOW : workflowType;
  }

  /** Returns the run that received the signal. */
  private async signalHost(target: SignalTarget, signal: RecordsSignal): Promise<string> {
    // The server checks what a signal brings for a new run even if one is there.
    const mayBeNew = !this.refusesBuilds && !this.gauge.knows(target.workflowId);
    const build = mayBeNew ? this.options.buildOfWorkers() : undefined;
    try {
      return await this.signalWithStart(target, signal, build);
    } catch (error) {
      if (build === undefined || !isRefusedBuild(error)) throw error;
      this.refusesBuilds = true;
      return this.signalWithStart(target, signal);
    }
  }

  private async signalWithStart(
    { workflowId, hosting }: SignalTarget,
    signal: RecordsSignal,
    build?: string,
  ): Promise<string> {
    const { gateway, route, taskQueue, writers, shelves, retireAfterMs, sequenceFrom } = this.options;
    const { atOnceMs } = this.options;
    /** These are also sent with each signal: a workflow that already runs adopts them from there. */
    const settings = defined({ retireAfterMs, sequenceFrom });
    const input: HostInput = { gateway, route, hosting, ...defined({ writers, shelves }), ...settings };
    const { signaledRunId } = await this.client.workflow.signalWithStart(this.typeOfNew, {
      workflowId,
      taskQueue,
      args: [input],
      signal: RECORDS_SIGNAL,
      signalArgs: [{ ...signal, ...settings, ...(isAlone(signal) ? defined({ atOnceMs }) : {}) }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      ...defined({ workflowTaskTimeout: atOnceMs === undefined ? undefined : taskTimeoutFor(atOnceMs) }),
      ...startMarks(input, build),
    });
    return signaledRunId;
  }
}

/** A backlog goes by activities, which take many records at a time, and whose payloads may be read back. */
const isAlone = ({ records }: RecordsSignal): boolean =>
  records.length <= AT_ONCE_RECORDS && records.every(({ value }) => !('reference' in value));

const findRunSize = async (client: Client, workflowId: string): Promise<RunSize | undefined> => {
  const run = await describedWorkflow(client.workflow.getHandle(workflowId));
  return run?.status.name === 'RUNNING' ? { runId: run.runId, historyBytes: run.historySize ?? 0 } : undefined;
};

/** Such a request has done nothing. */
const isRefusedBuild = (error: unknown): boolean => {
  const grpc = grpcError(error);
  return grpc?.code === GrpcStatus.INVALID_ARGUMENT && grpc.details.includes(BUILDS_ATTRIBUTE);
};

/** After these codes the signal may or may not be in the history. */
const UNKNOWN_OUTCOME: ReadonlySet<GrpcStatus> = new Set([
  GrpcStatus.DEADLINE_EXCEEDED,
  GrpcStatus.UNAVAILABLE,
  GrpcStatus.CANCELLED,
  GrpcStatus.UNKNOWN,
  GrpcStatus.INTERNAL,
  GrpcStatus.ABORTED,
]);

const sendResult = (error: unknown): SendResult => {
  const grpc = grpcError(error);
  const message = grpc?.details ?? errorText(error);
  return { kind: grpc === undefined ? 'failed' : kindOf(grpc.code, message), message };
};

/** The server distinguishes some of these by message only (Temporal server 1.29-1.32). */
const kindOf = (code: GrpcStatus, message: string): Exclude<SendResult['kind'], 'durable'> => {
  if (UNKNOWN_OUTCOME.has(code)) return 'unknown';
  if (code === GrpcStatus.RESOURCE_EXHAUSTED) {
    if (/larger than max/i.test(message)) return 'too-large';
    return /workflow is (closing|busy)|workflow operation/i.test(message) ? 'busy' : 'throttled';
  }
  if (code === GrpcStatus.INVALID_ARGUMENT) {
    if (/limit for signal events/i.test(message)) return 'full';
    if (/blob data size exceeds limit/i.test(message)) return 'too-large';
  }
  return 'failed';
};
