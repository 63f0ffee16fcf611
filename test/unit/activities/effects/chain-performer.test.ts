import type { Destination, DestinationCall } from '../../../../src/activities/destinations/destination';
import type { ChainEnvironment } from '../../../../src/activities/effects/chain-environment';
import { ChainPerformer } from '../../../../src/activities/effects/chain-performer';
import { ReferenceReader } from '../../../../src/activities/effects/reference-reader';
import { ReplyBudget } from '../../../../src/activities/effects/reply-budget';
import type { WireRecord } from '../../../../src/model/contract/record';
import { retry } from '../retry';

const stream = { id: 's', topic: 't' };
const record: WireRecord = { partition: 0, leaderEpoch: 0, offset: '7', key: 'k', timestamp: 0, value: { text: 'v' } };

test('A record whose read-back took all the time of its batch is sent all the same, and the next one waits for the next batch.', async () => {
  let timeIsUp = false;
  const sent: DestinationCall[] = [];
  const api = {
    retry: retry(),
    call: (call: DestinationCall) => {
      if (call.mustStop()) return Promise.resolve('not-begun');
      sent.push(call);
      return Promise.resolve({ response: undefined });
    },
  } as unknown as Destination;
  const environment: ChainEnvironment = {
    gateway: 'g',
    route: { deliver: { to: 'api', method: 'POST', path: '/', headers: {} } } as unknown as ChainEnvironment['route'],
    destinations: new Map([['api', api]]),
    references: new ReferenceReader('main', () => {
      timeIsUp = true;
      return Promise.resolve([{ record }]);
    }),
    callbackLinks: undefined,
    workflowId: 'w',
    replies: new ReplyBudget(),
    ledger: { keep: 0, exported: false, unseen: false },
    lostSince: undefined,
    signal: new AbortController().signal,
    mustStop: (readAt) => timeIsUp && readAt === undefined,
  };
  const reference = (offset: string) => ({ stream, position: { partition: 0, leaderEpoch: 0, offset }, sequence: 1 });
  const work = { chain: 'k', attempts: 0, records: [reference('7'), reference('8')] };
  expect(await new ChainPerformer(work, environment, undefined).perform()).toMatchObject({ settled: 1 });
  expect(sent).toHaveLength(1);
});
