import { prepareAsk } from '../../../src/outbox/prepare-ask';
import { RECORD_ID_HEADER } from '../../../src/outbox/prepare-record';
import { ReferenceReader } from '../../../src/activities/effects/reference-reader';
import type { ResolvedRoute } from '../../../src/config/route/resolved-route';
import type { ReadRequest } from '../../../src/model/contract/effect-contract';
import type { Publish, PublishWork } from '../../../src/model/contract/outbox-contract';

const position = { partition: 1, leaderEpoch: 0, offset: '7' };
const stream = { id: 's', topic: 'orders' };
const letter = { stream: { id: 'l', topic: 'letters' }, position: { partition: 0, leaderEpoch: 3, offset: '2' } };
const route: ResolvedRoute = {
  name: 'main',
  topics: ['orders'],
  value: 'json',
  key: 'utf8',
  numbers: 'plain',
  workflowType: 'sluicePublish',
  deliver: undefined,
  publish: { to: 'out', key: undefined, value: undefined, headers: {}, copyHeaders: true },
  lanes: 0,
  retireAfterMs: undefined,
  nullKeySpread: 0,
  groupId: 'g',
  onTerminal: { effect: 'park', handler: 'park', refused: 'park', undecodable: 'park', gone: 'park' },
  retry: {},
  ledgerKeep: 20,
  deadLetterTopic: 'letters',
};

/** The one record that `work` publishes, and what was read for it. */
const prepare = async (work: PublishWork) => {
  const requests: ReadRequest[] = [];
  const references = new ReferenceReader('main', (request) => {
    requests.push(request);
    const value = { json: { from: request.stream.topic } };
    return Promise.resolve([{ record: { ...position, key: 'k', timestamp: 0, value } }]);
  });
  const outbox = { enabled: true, writers: 1, sequenceTopic: 'q', topics: new Map() };
  const ask = { gateway: 'g', route: 'main', chains: [{ chain: 'k', records: [work] }] };
  const { chains } = await prepareAsk(ask, { route, outbox, references });
  const [published] = chains[0]?.records[0] ?? [];
  return {
    value: published?.value?.toString(),
    id: String(new Map(published?.headers).get(RECORD_ID_HEADER)),
    requests,
  };
};

test('A redriven record is published from its letter, under the record id that its own position makes.', async () => {
  const once = await prepare({ stream, position });
  const again = await prepare({ stream, position, redriven: { times: 1, letter } });
  expect(again.requests).toEqual([
    { route: 'main', stream: letter.stream, partition: 0, leaderEpoch: 3, offsets: ['2'], letters: true },
  ]);
  expect(again.value).toBe('{"from":"letters"}');
  expect(again.id).toBe(once.id);
});

test('A record that was edited on its way is another record to its readers.', async () => {
  const once = await prepare({ stream, position });
  const edited = await prepare({ stream, position, revision: 1, redriven: { times: 1, letter, revision: 1 } });
  expect(edited.id).not.toBe(once.id);
});

test('A record whose time nothing can take is refused alone, and what comes before it is not.', async () => {
  const outbox = { enabled: true, writers: 1, sequenceTopic: 'q', topics: new Map() };
  const publishOf = (more: Partial<Publish>): Publish => ({
    step: 'item.0',
    topic: 't',
    key: null,
    value: { json: 1 },
    ...more,
  });
  for (const [bad, ofRecord] of [
    [publishOf({ timestamp: -5 }), true],
    // How a topic is written is a matter of its options, and no reason to pass an item over.
    [publishOf({ value: { base64: 'AA==' } }), undefined],
  ] as const) {
    const records = [publishOf({ timestamp: -1 }), bad].map((publish, offset) => ({
      stream,
      position: { ...position, offset: String(offset) },
      publishes: [publish],
    }));
    const ask = { gateway: 'g', route: '~agents/a', chains: [{ chain: 'a', records }] };
    const references = new ReferenceReader('~agents/a', () => Promise.resolve([]));
    const { chains } = await prepareAsk(ask, { route: undefined, outbox, references });
    expect(chains[0]?.records).toHaveLength(1);
    expect(chains[0]?.failure).toEqual({
      code: 'publish-refused',
      message: expect.any(String) as string,
      terminal: true,
      ...(ofRecord === undefined ? {} : { ofRecord }),
    });
  }
});
