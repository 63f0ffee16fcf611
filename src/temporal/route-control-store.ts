// Reads and commands the control workflow of a route without any worker: its history is what counts.
import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { foldRouteCommand, type RouteCommand } from '../model/routes/route-command';
import {
  INITIAL_CONTROL,
  ROUTE_SIGNAL,
  ROUTE_WORKFLOW,
  type RouteControl,
  type RouteInput,
} from '../model/routes/route-control';
import { isRouteCommand, isRouteInput } from '../model/wire/route-inputs';
import { routeControlId } from '../model/names/workflow-id';
import { firstArgument } from './first-argument';

const CALL_MS = 10_000;

export interface RouteControlNames {
  readonly gateway: string;
  readonly route: string;
  readonly taskQueue: string;
}

type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type NewRouteCommand = OmitEach<RouteCommand, 'id' | 'time'>;

interface Seen {
  readonly runId: string;
  readonly historyLength: number;
  readonly control: RouteControl;
}

export class RouteControlStore {
  private seen: Seen | undefined;

  constructor(
    private readonly client: Client,
    readonly names: RouteControlNames,
  ) {}

  get workflowId(): string {
    return routeControlId(this.names.gateway, this.names.route);
  }

  /**
   * Returns the route's desired state at some moment during this call or later. A look at the workflow is cheap; its
   * history is read only if it has changed.
   * @throws whatever the Temporal client throws.
   */
  async read(): Promise<RouteControl> {
    return this.client.withDeadline(Date.now() + CALL_MS, async () => {
      const described = await this.describe();
      if (described === undefined) return INITIAL_CONTROL;
      const { runId, historyLength } = described;
      if (this.seen?.runId === runId && this.seen.historyLength === historyLength) return this.seen.control;
      const control = await this.fold(runId);
      this.seen = { runId, historyLength, control };
      return control;
    });
  }

  /**
   * Records a command and returns its id. The command is durable when this resolves; readers see it once they read that
   * id among the last commands.
   */
  async send(command: NewRouteCommand): Promise<string> {
    const { gateway, route, taskQueue } = this.names;
    const id = randomUUID();
    const control = await this.read();
    const input: RouteInput = control.revision === 0 ? { gateway, route } : { gateway, route, control };
    const sent = { ...command, id, time: new Date().toISOString() };
    await this.client.withDeadline(Date.now() + CALL_MS, () =>
      this.client.workflow.signalWithStart(ROUTE_WORKFLOW, {
        workflowId: this.workflowId,
        taskQueue,
        args: [input],
        signal: ROUTE_SIGNAL,
        signalArgs: [sent],
        // A workflow that an operator closed is followed by another, which continues from its predecessor's history.
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `${route}: control`,
      }),
    );
    return id;
  }

  private async describe(): Promise<WorkflowExecutionDescription | undefined> {
    try {
      return await this.client.workflow.getHandle(this.workflowId).describe();
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  private async fold(runId: string): Promise<RouteControl> {
    const { events } = await this.client.workflow.getHandle(this.workflowId, runId).fetchHistory();
    let control = INITIAL_CONTROL;
    for (const event of events ?? []) {
      const { workflowExecutionStartedEventAttributes: started, workflowExecutionSignaledEventAttributes: signaled } =
        event;
      if (started != null) {
        const input = firstArgument(started.input?.payloads);
        control = (isRouteInput(input) ? input.control : undefined) ?? INITIAL_CONTROL;
      } else if (signaled?.signalName === ROUTE_SIGNAL) {
        const command = firstArgument(signaled.input?.payloads);
        if (isRouteCommand(command)) control = foldRouteCommand(control, command);
      }
    }
    return control;
  }
}
