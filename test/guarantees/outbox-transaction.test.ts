import { SKIP_UPDATE, STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf, publisherRecords } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const FAILURES = [
  { failure: 'its handler throws', act: 'throw', code: 'handler-error' },
  { failure: 'what it deferred is refused', act: 'refused', code: 'http-status' },
  { failure: 'it publishes more than a record may hold', act: 'fat', code: 'handler-error' },
  { failure: 'it publishes to a partition that is not there', act: 'elsewhere', code: 'publish-refused' },
] as const;

it.each(FAILURES)('I8: when $failure, nothing of the record is published', async ({ act, code }) => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const target = await world.topic({ partitions: 3, prefix: 'published' });
    const api = await world.recorder();
    const client = await world.client();

    api.react = ({ path }) => ({ status: path === '/refused' ? 422 : 200 });
    await topic.produce(
      publisherRecords({ keys: 1, perKey: 6 }, target.name, (seq) =>
        seq === 3 ? { act, copies: 2 } : { act: 'defer' },
      ),
    );
    const name = uniqueName();
    const shape = { name, topics: [topic.name], lanes: 0, kind: 'publisher', outbox: {} } as const;
    const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', 'key-0', 0));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
        expect(chains[0]).toMatchObject({ status: 'parked', waiting: 3, failure: { code } });
      });
      expect((await readCommitted(target)).map(bodyOf)).toMatchObject([0, 1, 2].map((seq) => ({ seq })));
      await handle.executeUpdate(SKIP_UPDATE, { args: [{ chain: 'key-0' }] });
      await eventually(async () => {
        const bodies = (await readCommitted(target)).map(bodyOf);
        // The count is the handler's state: that of the refused record is undone with it.
        expect(bodies.map(({ seq, count }) => [seq, count])).toEqual([
          [0, 1],
          [1, 2],
          [2, 3],
          [4, 4],
          [5, 5],
        ]);
      });
    });
    const effects = api.effects.filter(({ path }) => path === '/effects');
    expect(effects).toHaveLength(5);
  });
});
