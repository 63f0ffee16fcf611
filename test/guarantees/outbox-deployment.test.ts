import type { Client } from '@temporalio/client';
import { OUTBOX_WORKFLOW } from '../../src/model/contract/outbox-contract';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { judgePublished, ONCE, publisherRecords, untilPublished } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 10, perKey: 40 };
const HALF = (LOAD.keys * LOAD.perKey) / 2;
const WRITERS = 2;

const writersOn = async (client: Client, deploymentName: string, build: string): Promise<number> => {
  const query = `WorkflowType = '${OUTBOX_WORKFLOW}' AND TemporalWorkerDeploymentVersion = '${deploymentName}:${build}' AND ExecutionStatus = 'Running'`;
  return (await client.workflow.count(query)).count;
};

it('I9: outbox writers move to the build that is made the current one, and each record is published once', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 2 });
    const target = await world.topic({ partitions: 3, prefix: 'published' });
    const api = await world.recorder();
    const client = await world.client();

    const name = uniqueName();
    const deploymentName = `sluice-${name}`;
    const publish = { to: target.name };
    const outbox = { writers: WRITERS };
    const shape = { name, topics: [topic.name], lanes: 2, kind: 'publish', publish, outbox } as const;
    const worker = (build: string): Promise<GatewayProcess> =>
      GatewayProcess.start({ shape, apiUrl: api.url, command: 'worker', env: { SLUICE_BUILD_ID: build } });
    const records = publisherRecords(LOAD, target.name);
    const old = await worker('one');
    await withGateway({ shape, apiUrl: api.url, command: 'bridge' }, async () => {
      await topic.produce(records.slice(0, HALF));
      await untilPublished(target, HALF);
      await eventually(async () => {
        expect(await writersOn(client, deploymentName, 'one')).toBe(WRITERS);
      });
      const young = await worker('two');
      try {
        const request = { namespace: 'default', deploymentName, buildId: 'two', identity: 'test' };
        await eventually(() => client.connection.workflowService.setWorkerDeploymentCurrentVersion(request));
        await topic.produce(records.slice(HALF));
        await eventually(
          async () => {
            expect(await writersOn(client, deploymentName, 'two')).toBe(WRITERS);
            expect(await writersOn(client, deploymentName, 'one')).toBe(0);
          },
          { withinMs: 150_000 },
        );
        await old.stop();
        await untilPublished(target, LOAD.keys * LOAD.perKey);
      } finally {
        await young.stop();
      }
    });
    expect(judgePublished(await readCommitted(target), LOAD)).toEqual(ONCE);
  });
});
