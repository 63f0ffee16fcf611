import { type RedrivePlace, REDRIVE_QUERY } from '../../model/contract/redrive';
import { type Client } from '@temporalio/client';
import { describedWorkflow } from '../../temporal/described-workflow';
import { askWorkflow } from '../ask-workflow';
import { mapLimited } from '../../async/map-limited';
import { byWorkflow, heldWorkflows, type RedriveDeps } from './redrive-letters';
import type { StoredLetter } from './stored-letter';

/**
 * Where the letters of a key would enter. `closed`: refused, because the key's workflow was closed. `new`: its workflow
 * would be started. `unknown`: no worker answered.
 */
export type PlannedPlace = RedrivePlace | 'closed' | 'new' | 'unknown';

/** What a redrive would do with one key. */
export interface PlannedKey {
  readonly workflowId: string;
  readonly place: PlannedPlace;
  /** The letters in the order in which they would be redriven. */
  readonly letters: readonly StoredLetter[];
}

const WORKFLOWS_AT_ONCE = 8;
const CALL_MS = 10_000;

/** Says what a redrive would do now, without doing it. */
export const planRedrive = async (
  deps: RedriveDeps,
  letters: readonly StoredLetter[],
): Promise<readonly PlannedKey[]> => {
  const held = await heldWorkflows(deps);
  const planned = await mapLimited(
    Array.from(byWorkflow(deps, letters)),
    WORKFLOWS_AT_ONCE,
    async ([workflowId, chains]) => {
      const places = held.has(workflowId)
        ? chains.map(() => 'closed' as const)
        : await ask(deps.client, workflowId, chains);
      return chains.map((chain, index): PlannedKey => ({
        workflowId,
        place: places[index] ?? 'unknown',
        letters: chain,
      }));
    },
  );
  return planned.flat();
};

const ask = async (
  client: Client,
  workflowId: string,
  chains: readonly (readonly StoredLetter[])[],
): Promise<readonly PlannedPlace[]> => {
  const status = await statusName(client, workflowId);
  if (status === undefined) return chains.map(() => 'new');
  if (status !== 'RUNNING') return chains.map(() => 'closed');
  const names = chains.map(([first]) => first?.chain ?? '');
  return (await askWorkflow<readonly RedrivePlace[]>(client, workflowId, REDRIVE_QUERY, names)) ?? [];
};

const statusName = async (client: Client, workflowId: string): Promise<string | undefined> => {
  const run = await client.withDeadline(Date.now() + CALL_MS, () =>
    describedWorkflow(client.workflow.getHandle(workflowId)),
  );
  return run?.status.name;
};
