import {
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { SNAPSHOT_QUERY, type Carried, type HostInput } from '../../model/contract/contract';
import type { Activities } from '../../model/contract/effect-contract';
import type { ShelfFinding } from '../../model/contract/shelf-contract';
import { NO_COUNTS } from './counters';
import { Host } from './host';
import type { Turn } from '../turn/turn-host';
import { defined } from '../../model/defined';
import { onBareQuery } from '../wire/checked-handlers';

const { unshelveKey } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '250 milliseconds', maximumInterval: '10 seconds' },
});

/** Runs a workflow that hosts keys. If keys retire and it begins with nothing, it first asks what lies on the shelf. */
export const hostWorkflow = (input: HostInput, turn: Turn): Promise<void> =>
  input.shelves === true && input.carried === undefined ? returnFromShelf(input, turn) : new Host(input, turn).run();

/**
 * Accepts nothing before the watermarks are there (I3): records sent meanwhile wait in their order until the host
 * listens.
 */
const returnFromShelf = async (input: HostInput, turn: Turn): Promise<void> => {
  // If this run is closed now, the run that follows has the same question to ask.
  onBareQuery(SNAPSHOT_QUERY, (): Carried | null => null);
  setCurrentDetails('Looks whether this key was retired.');
  const found = await CancellationScope.nonCancellable(() => ask(input));
  return new Host(withFinding(input, found), turn).run();
};

const ask = ({ asker, handover }: HostInput): Promise<ShelfFinding> => {
  const { workflowId, runId } = workflowInfo();
  return unshelveKey({ workflowId, by: asker ?? runId, ...(handover === undefined ? {} : { force: true }) });
};

const withFinding = (input: HostInput, found: ShelfFinding): HostInput => {
  if (found.kind === 'none') return found.number === undefined ? input : { ...input, carried: nothing(found.number) };
  if (found.kind === 'elsewhere') {
    // I7: nobody knows what became of the state, so an empty one must not replace it. A failed run's key is held.
    const message = `The state of this key went to ${found.by}, which Temporal has forgotten. \`sluice keys restart\` goes on with what the shelf still has of it.`;
    throw ApplicationFailure.nonRetryable(message, 'StateElsewhere');
  }
  // The workflows with older records come first.
  const heldWorkflowIds = [...found.heldWorkflowIds, ...(input.handover?.heldWorkflowIds ?? [])];
  const { carried } = found.input;
  return {
    ...found.input,
    ...input,
    ...defined({ carried }),
    ...(heldWorkflowIds.length === 0 ? {} : { handover: { heldWorkflowIds } }),
  };
};

/** Keeps the count of retirements, because later puts must count on from the last one that the shelf has seen. */
const nothing = (shelvings: number): Carried => ({
  watermarks: [],
  chains: [],
  sequence: 0,
  counters: NO_COUNTS,
  shelvings,
});
