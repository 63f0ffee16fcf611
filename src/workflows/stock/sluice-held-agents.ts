// Holds what the agents of a closed host have: cursors, windows, parameters (I7). The server forgets closed runs, and a host
// that starts empty publishes anew whatever its sources have. What is held is the input of this workflow, so that it can be
// read without a worker. `sluice agents restart` starts the host with it, and releases this one.
import { CancellationScope, condition, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { HeldAgentsInput } from '../../model/contract/agent-contract';
import { LEAVE_SIGNAL, RELEASE_SIGNAL } from '../../model/contract/contract';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { plain } from '../host/show-status';

/** `leaving`: the next run goes on with it. `released`: a host has it now. */
type Phase = 'holding' | 'leaving' | 'released';

export const sluiceHeldAgents = (input: HeldAgentsInput): Promise<void> =>
  // A cancel request would drop what only this workflow may still have.
  CancellationScope.nonCancellable(() => hold(input));

const hold = async (input: HeldAgentsInput): Promise<void> => {
  const { workflowId, closedRunId, host } = input;
  let phase = 'holding' as Phase;
  setHandler(defineSignal<[string]>(RELEASE_SIGNAL), (runId) => {
    // One that comes late is of another run.
    if (runId === closedRunId) phase = 'released';
  });
  setHandler(defineSignal(LEAVE_SIGNAL), () => {
    if (phase === 'holding') phase = 'leaving';
  });
  const agents = String(host.carried?.agents.length ?? 0);
  setCurrentDetails(
    `Run ${closedRunId} of ${plain(workflowId)} was closed; what its agents (${agents}) have waits here for ` +
      `\`sluice agents restart -a ${plain(host.definition)}\`.`,
  );
  await condition(() => phase !== 'holding');
  if (phase === 'leaving') await continueOnCurrentBuild(input);
};
