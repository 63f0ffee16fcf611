import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { agentsWorkflowId, heldAgentsId } from '../../src/model/names/agent-names';
import { STATUS_QUERY } from '../../src/model/contract/contract';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { polledSeqs, untilPolled, upTo } from '../support/scenarios/polled-items';
import { documentOf, runCli } from '../support/gateway/run-cli';
import { sequenceSource } from '../support/scenarios/sequence-source';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

/** Deletes the closed run, as the server does when the retention of its namespace is over. */
const forget = async (client: Client, workflowId: string, runId: string): Promise<void> => {
  const { namespace } = client.options;
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } });
  await eventually(() =>
    expect(client.workflow.getHandle(workflowId).describe()).rejects.toThrow(WorkflowNotFoundError),
  );
};

it('I7: an agent whose workflow an operator terminates is not replaced by an empty one, and goes on where it was, though Temporal forgets the closed run', async () => {
  await withWorld(async (world) => {
    const target = await world.topic({ partitions: 1, prefix: 'polled' });
    const api = await world.recorder();
    const client = await world.client();

    const source = sequenceSource(api, 100);
    const shape = { name: uniqueName(), kind: 'agents', topic: target.name, agent: {} } as const;
    const options = { config: 'agents', shape, apiUrl: api.url } as const;
    const cli = (...args: readonly string[]) => runCli([...args, '--json'], { shape, apiUrl: api.url });
    const host = client.workflow.getHandle(agentsWorkflowId(shape.name, 'items'));
    const held = client.workflow.getHandle(heldAgentsId(host.workflowId));
    const closedRunId = await withGateway(options, async () => {
      await eventually(async () => {
        expect(await host.query(STATUS_QUERY)).toMatchObject({ published: 100 });
      });
      const { runId } = await host.describe();
      await host.terminate('an operator did it');
      return runId;
    });
    source.size = 140;
    source.repeat = 20;
    await withGateway(options, async () => {
      expect((await held.describe()).status.name).toBe('RUNNING');
      expect(await host.describe()).toMatchObject({ runId: closedRunId, status: { name: 'TERMINATED' } });
      await forget(client, host.workflowId, closedRunId);
    });
    await withGateway(options, async () => {
      await expect(host.describe()).rejects.toThrow(WorkflowNotFoundError);
      const workflowId = host.workflowId;
      expect(documentOf(await cli('agents', 'restart', '-a', 'items'))).toMatchObject({
        hosts: [{ workflowId, changed: true, closedRunId, agents: 1 }],
      });
      await untilPolled(target, 140);
      const again = documentOf(await cli('agents', 'restart', '-a', 'items'));
      expect(again).toMatchObject({ hosts: [{ workflowId, changed: false }] });
      expect((await held.describe()).status.name).toBe('COMPLETED');
      expect(await host.query(STATUS_QUERY)).toMatchObject({ published: 140 });
    });
    expect(await polledSeqs(target)).toEqual(upTo(140));
  });
});
