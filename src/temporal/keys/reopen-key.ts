// I7: reopens a closed run. Its state, watermarks and waiting records come from the run itself: from a query, which
// replays its history, and from the signals that it was closed too early to see. All signals of the history are
// offered; the watermarks filter out what the run had already accepted. The new run knows which held-key workflow hands
// over, and takes nothing newer before that is done.
import { WorkflowExecutionAlreadyStartedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describedWorkflow } from '../described-workflow';
import { readClosedRun, type ClosedRun, type SentRecords } from './closed-run';
import { knownOf, type KnownRun } from './known-of-run';
import {
  HANDOVER_SIGNAL,
  RECORDS_SIGNAL,
  type Carried,
  type HandoverMark,
  type HeldInput,
  type HostInput,
  type RecordsSignal,
} from '../../model/contract/contract';
import type { ReopenRequest } from '../../model/contract/effect-contract';
import type { WireRecord } from '../../model/contract/record';
import { REDRIVE_UPDATE, type RedriveLetter, type RedriveRequest } from '../../model/contract/redrive';
import { HeldRecords } from '../../model/records/held-records';
import { Watermarks } from '../../model/positions/watermarks';
import { readRecordsSignal } from '../../model/wire/records-signal';
import { heldWorkflowId } from '../../model/names/workflow-id';
import { takeFromShelf } from './shelf-access';
import { startMarks } from '../search-attributes';
import { takerAfter } from './unshelve-key';

const RECORDS_PER_SIGNAL = 500;
const KEY_BYTES_PER_SIGNAL = 512 * 1024;
const START_MS = 20_000;

type HostRun = ClosedRun<HostInput>;

/** The parts of a closed run that tell how to start the next. */
type StartedRun = Pick<HostRun, 'workflowType' | 'taskQueue' | 'input'>;

const startAgain = async (
  client: Client,
  { workflowId, closedRunId }: ReopenRequest,
  run: StartedRun,
  carried: Carried | undefined,
): Promise<void> => {
  const last = await describedWorkflow(client.workflow.getHandle(workflowId));
  // An earlier attempt started it, and it may have been closed since: starting again from here would repeat effects.
  if (last !== undefined && last.runId !== closedRunId) return;
  const earlier = run.input.handover?.heldWorkflowIds ?? [];
  const handover: HandoverMark = { heldWorkflowIds: [...earlier, heldWorkflowId(workflowId, closedRunId)] };
  try {
    await client.workflow.start(run.workflowType, {
      workflowId,
      taskQueue: run.taskQueue,
      args: [{ ...run.input, ...(carried === undefined ? asker(run, closedRunId) : { carried }), handover }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      ...startMarks(run.input),
    });
  } catch (error) {
    // An earlier attempt whose answer got lost has started it: nobody else may.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
};

/** A run that was closed while asking the shelf is followed by one that asks under the same name. */
const asker = ({ input }: StartedRun, closedRunId: string): Pick<HostInput, 'asker'> =>
  input.shelves === true ? { asker: input.asker ?? closedRunId } : {};

/** Offers the new run what was sent to the closed one, and the letters that were redriven, each in its turn. */
const handOverSent = async (
  client: Client,
  workflowId: string,
  { run: { input, sent }, letters = [] }: Pick<KnownRun, 'run' | 'letters'>,
  watermarks: Watermarks,
): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId);
  const redrive = async (after: number): Promise<void> => {
    for (const due of letters) if (due.after === after) await redriven(client, handle, due.letters);
  };
  await redrive(0);
  for (const [index, { name, signal }] of sent.entries()) {
    if (index > 0) await redrive(index);
    const { stream, records } = signal;
    // During a handover the two kinds came in no common order. The new run, also in one, sorts them as this one did.
    if (input.handover !== undefined) {
      for (const part of parts(records)) {
        const isEdited = name === RECORDS_SIGNAL && part.some(({ revision }) => revision !== undefined);
        const sorted = { ...signal, records: part, ...(isEdited ? { aside: true as const } : {}) };
        await offer(handle, isEdited ? HANDOVER_SIGNAL : name, sorted);
      }
      continue;
    }
    const unseen = records.filter((record) => isNew(watermarks.accept(stream, record)));
    for (const part of parts(unseen)) await offer(handle, HANDOVER_SIGNAL, { stream, records: part });
  }
  if (sent.length > 0) await redrive(sent.length);
};

/** The run takes each letter once. */
const redriven = async (client: Client, handle: WorkflowHandle, letters: readonly RedriveLetter[]): Promise<void> => {
  await client.withDeadline(Date.now() + START_MS, () =>
    handle.executeUpdate(REDRIVE_UPDATE, { args: [{ letters } satisfies RedriveRequest] }),
  );
};

/** Edited records go alone: each may be as large as a bridge's whole signal. */
const parts = (records: readonly WireRecord[]): readonly (readonly WireRecord[])[] => {
  const found: WireRecord[][] = [];
  for (const record of records) {
    const last = found.at(-1);
    const alone = record.revision !== undefined || last?.[0]?.revision !== undefined;
    if (last === undefined || alone) found.push([record]);
    else last.push(record);
  }
  return found;
};

/** Sends nothing that the run would refuse: a signal has no answer, so that it would be lost in silence. */
const offer = async (handle: WorkflowHandle, name: SentRecords['name'], signal: RecordsSignal): Promise<void> => {
  if (readRecordsSignal(signal, () => name === HANDOVER_SIGNAL)?.refused !== 0) {
    const message = `${handle.workflowId} would refuse records of ${signal.stream.topic} that its closed run was sent.`;
    throw ApplicationFailure.create({ message });
  }
  await handle.signal(name, signal);
};

/** Runs of the held-key workflow that were closed themselves, oldest first. */
const earlierHeldRuns = async (client: Client, request: ReopenRequest): Promise<readonly ClosedRun<HeldInput>[]> => {
  const heldId = heldWorkflowId(request.workflowId, request.closedRunId);
  const runs: ClosedRun<HeldInput>[] = [];
  for (let runId = request.earlierRunId; runId !== undefined; runId = runs[0]?.input.earlierRunId) {
    runs.unshift(await readClosedRun<HeldInput>(client.workflow.getHandle(heldId, runId)));
  }
  return runs;
};

const handOverHeld = async (
  client: Client,
  workflowId: string,
  runs: readonly ClosedRun<HeldInput>[],
): Promise<void> => {
  for (const { input, sent } of runs) {
    const waiting = new HeldRecords(input.carried?.waiting);
    const watermarks = new Watermarks(input.carried?.watermarks);
    for (const { stream, records } of sent.map(({ signal }) => signal)) {
      for (const record of records) if (isNew(watermarks.accept(stream, record))) waiting.push(stream, record);
    }
    while (waiting.size > 0) {
      const { stream, batch } = waiting.next(RECORDS_PER_SIGNAL, KEY_BYTES_PER_SIGNAL);
      await offer(client.workflow.getHandle(workflowId), HANDOVER_SIGNAL, { stream, records: batch });
      waiting.drop(batch.length);
    }
  }
};

const isNew = (acceptance: ReturnType<Watermarks['accept']>): boolean =>
  acceptance === 'new' || acceptance === 'truncation';

/** It completed, so it had seen everything sent to it. A run that was shelved and is forgotten has completed, too. */
const hasRetired = async (handle: WorkflowHandle): Promise<boolean> => {
  const run = await describedWorkflow(handle);
  return run === undefined || run.status.name === 'COMPLETED';
};

/**
 * Restarts the key's workflow from run `closedRunId` and hands over what that run had not seen, then what waited in
 * held-key workflows that were closed too. Safe to repeat: the watermarks of the new run filter.
 */
export const reopenKey = async (client: Client, request: ReopenRequest): Promise<void> => {
  const { workflowId, closedRunId } = request;
  const handle = client.workflow.getHandle(workflowId, closedRunId);
  // The key leaves the shelf in any case: an operator may also restart a run that was terminated on its way there.
  const shelf = await takeFromShelf(client, { workflowId, by: takerAfter(closedRunId), from: closedRunId });
  if (shelf.kind === 'taken' && (await hasRetired(handle))) {
    const heldRuns = await earlierHeldRuns(client, request);
    // Bounded: no earlier attempt may still be running once a later one may have got so far that the key retires again.
    await client.withDeadline(Date.now() + START_MS, () =>
      startAgain(client, request, shelf.run, shelf.run.input.carried),
    );
    await handOverHeld(client, workflowId, heldRuns);
    return;
  }
  const known = await knownOf(handle, request);
  const { run, carried } = known;
  const heldRuns = await earlierHeldRuns(client, request);
  await startAgain(client, request, run, carried);
  await handOverSent(client, workflowId, known, new Watermarks(carried?.watermarks));
  await handOverHeld(client, workflowId, heldRuns);
};
