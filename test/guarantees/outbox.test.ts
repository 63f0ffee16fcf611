import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { judgePublished, ONCE, publisherRecords, untilPublished } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 20, perKey: 50 };
const TOTAL = LOAD.keys * LOAD.perKey;

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it.each(['publish', lanes === 0 ? 'publisher' : 'forwarder'] as const)(
    'I9: a route of kind %s publishes each record once, in order of its key',
    async (kind) => {
      await withWorld(async (world) => {
        const topic = await world.topic({ partitions: 4 });
        const target = await world.topic({ partitions: 3, prefix: 'published' });
        const api = await world.recorder();

        await topic.produce(publisherRecords(LOAD, target.name));
        const shape = {
          name: uniqueName(),
          topics: [topic.name],
          lanes,
          kind,
          publish: { to: target.name },
          outbox: {},
        } as const;
        await withGateway({ shape, apiUrl: api.url }, async () => {
          await untilPublished(target, TOTAL);
        });
        const records = await readCommitted(target);
        expect(judgePublished(records, LOAD)).toEqual(ONCE);
      });
    },
  );
});
