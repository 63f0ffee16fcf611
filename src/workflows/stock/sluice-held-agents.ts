// Holds the cursors, windows and parameters of a closed host's agents (I7). The server forgets closed runs, and a host
// that starts empty would publish again whatever its sources have. They are held in this workflow's input, so that they
// can be read without a worker. `sluice agents restart` starts the host with them and releases this workflow.
import { CancellationScope, condition, setCurrentDetails } from '@temporalio/workflow';
import type { HeldAgentsInput } from '../../model/contract/agent-contract';
import { LEAVE_SIGNAL, RELEASE_SIGNAL } from '../../model/contract/contract';
import { isHeldAgentsInput } from '../../model/wire/agent-inputs';
import { isText } from '../../model/wire/plain-shapes';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { plain } from '../host/show-status';
import { onBareSignal, onSignal } from '../wire/checked-handlers';
import { checkedStart } from '../wire/checked-start';
import { Refusals } from '../wire/refusals';

/** `leaving`: the next run goes on holding. `released`: a host has the agents now. */
type Phase = 'holding' | 'leaving' | 'released';

export const sluiceHeldAgents = checkedStart(isHeldAgentsInput, (input) =>
  // A cancel request would drop what only this workflow may still have.
  CancellationScope.nonCancellable(() => hold(input)),
);

const hold = async (input: HeldAgentsInput): Promise<void> => {
  const { workflowId, closedRunId, host } = input;
  let phase = 'holding' as Phase;
  const release = (runId: string): void => {
    // A signal that comes late belongs to another run.
    if (runId === closedRunId) phase = 'released';
  };
  onSignal(RELEASE_SIGNAL, isText, release, new Refusals());
  onBareSignal(LEAVE_SIGNAL, () => {
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
