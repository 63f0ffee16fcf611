import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  type Client,
  type Workflow,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { wholeCommands } from '../keys/whole-commands';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import type { HostInput } from '../../model/contract/contract';
import {
  REDRIVE_FULL,
  REDRIVE_UPDATE,
  type RedriveAnswer,
  type RedriveLetter,
  type RedriveRequest,
} from '../../model/contract/redrive';
import { laneOf } from '../../model/names/workflow-id';
import { refusal } from '../give-command';
import { PATIENCE, untilAnswered, type Patience } from '../until-answered';
import { restartKey } from '../keys/restart-key';
import { describeHost } from '../keys/show-key';
import type { RouteControlStore } from '../../temporal/route-control-store';
import { routeControl } from '../temporal-access';
import { retirementOf } from '../../temporal/keys/shelf-access';
import { startMarks } from '../../temporal/search-attributes';
import { defined } from '../../model/defined';

const FULL_POLL_MS = 500;

/** Hands letters to the workflow of their key and starts it if it never ran. */
export class RedriveSender {
  private readonly control: RouteControlStore;

  constructor(
    private readonly client: Client,
    private readonly config: ResolvedConfig,
    private readonly route: ResolvedRoute,
    /** How long to wait for room in a workflow that already has many redriven records waiting. */
    private readonly waitMs: number,
    private readonly patience: Patience = PATIENCE,
  ) {
    this.control = routeControl(client, config, route);
  }

  /**
   * Resolves when the workflow has the letters. Safe to repeat.
   * @throws GatewayError `refused` with the reason, or `under-way` if no worker answers.
   */
  async send(workflowId: string, letters: readonly RedriveLetter[]): Promise<RedriveAnswer> {
    const deadline = Date.now() + this.waitMs;
    for (;;) {
      try {
        return await this.update(workflowId, letters);
      } catch (error) {
        if (Date.now() > deadline) throw this.inWords(workflowId, error);
        if (await this.hasRetired(workflowId, error)) await this.bringBack(workflowId, deadline);
        else if (!isFull(error)) throw this.inWords(workflowId, error);
      }
      await delay(FULL_POLL_MS);
    }
  }

  private async update(workflowId: string, letters: readonly RedriveLetter[]): Promise<RedriveAnswer> {
    const [first] = letters;
    if (first === undefined) return [];
    const { name: gateway, temporal } = this.config;
    const { name: route, lanes, workflowType } = this.route;
    const hosting: HostInput['hosting'] =
      lanes > 0
        ? { kind: 'lane', lane: laneOf(first.chain, lanes), of: lanes }
        : { kind: 'key', chain: first.chain, key: first.key };
    const { sequence } = await this.control.read();
    const input: HostInput = {
      ...{ gateway, route, hosting, ...(await retirementOf(this.client, gateway, this.route)) },
      ...defined({ sequenceFrom: sequence }),
    };
    const start = (): WithStartWorkflowOperation<Workflow> =>
      new WithStartWorkflowOperation<Workflow>(workflowType, {
        workflowId,
        taskQueue: temporal.taskQueue,
        args: [input],
        // I7: a workflow that was closed is not followed by an empty one.
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        ...startMarks(input),
      });
    return untilAnswered(this.client, workflowId, this.patience, ({ until }) =>
      this.client.workflow.executeUpdateWithStart<Workflow, RedriveAnswer, [RedriveRequest]>(REDRIVE_UPDATE, {
        args: [{ letters, until }],
        updateId: updateId(letters, until),
        startWorkflowOperation: start(),
      }),
    );
  }

  /** True if the workflow ended by itself because it was idle. */
  private async hasRetired(workflowId: string, error: unknown): Promise<boolean> {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) return false;
    return (await describeHost(this.client, workflowId)).status.name === 'COMPLETED';
  }

  private async bringBack(workflowId: string, deadline: number): Promise<void> {
    await restartKey(this.client, this.config, { route: this.route, workflowId }, deadline - Date.now());
  }

  private inWords(workflowId: string, error: unknown): unknown {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      const words = `${workflowId} was closed: \`sluice keys restart\` continues it, and then its letters can be redriven.`;
      return new GatewayError('refused', wholeCommands(words, workflowId), { cause: error });
    }
    if (error instanceof WorkflowUpdateFailedError) return refusal(error);
    return error;
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === REDRIVE_FULL;

/** While the run lasts, sending the same letters for the same time again is the same update to the server. */
const updateId = (letters: readonly RedriveLetter[], until: number): string => {
  const hash = createHash('sha256');
  for (const { id, redriven } of letters) hash.update(`${id} ${redriven.letter.position.offset} `);
  return `redrive-${hash.digest('hex').slice(0, 32)}-${until}`;
};
