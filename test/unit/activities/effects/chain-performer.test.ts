import type {
  CallResult,
  Destination,
  DestinationCall,
} from '../../../../src/activities/destinations/call/destination';
import { ChainPerformer } from '../../../../src/activities/effects/chain-performer';
import { ReferenceReader } from '../../../../src/activities/effects/reference-reader';
import type { ChainOutcome, RecordWork } from '../../../../src/model/contract/effect-contract';
import { environmentOf, record, reference, stream } from './performing-chain';

test('A record whose read-back took all the time of its batch is sent all the same, and the next one waits for the next batch.', async () => {
  let timeIsUp = false;
  const sent: DestinationCall[] = [];
  const api: Partial<Destination> = {
    call: (call) => {
      if (call.mustStop()) return Promise.resolve('not-begun');
      sent.push(call);
      return Promise.resolve({ response: undefined });
    },
  };
  const environment = environmentOf(api, {
    references: new ReferenceReader('main', () => {
      timeIsUp = true;
      return Promise.resolve([{ record }]);
    }),
    mustStop: (readAt) => timeIsUp && readAt === undefined,
  });
  const work = { chain: 'k', attempts: 0, records: [reference('7'), reference('8')] };
  expect(await new ChainPerformer(work, environment, undefined).perform()).toMatchObject({ settled: 1 });
  expect(sent).toHaveLength(1);
});

test('I6: A read-back that its attempt no longer waits for is no failure of its record.', async () => {
  const attempt = new AbortController();
  const environment = environmentOf(
    {},
    {
      references: new ReferenceReader('main', () => {
        attempt.abort(new Error('The attempt is over.'));
        return Promise.reject(attempt.signal.reason as Error);
      }),
      signal: attempt.signal,
    },
  );
  const work = { chain: 'k', attempts: 0, records: [reference('7')] };
  expect(await new ChainPerformer(work, environment, undefined).perform()).toEqual({ chain: 'k', settled: 0 });
});

/** Answers the calls of a chain one after the other, and says what the chain comes to. */
const performed = (
  results: readonly CallResult[],
  {
    resumed,
    lostSince,
    records = [reference('7'), reference('8')],
  }: {
    readonly resumed?: Partial<ChainOutcome>;
    readonly lostSince?: number;
    readonly records?: readonly RecordWork[];
  } = {},
): Promise<ChainOutcome> => {
  const left = [...results];
  const api: Partial<Destination> = {
    call: () => Promise.resolve(left.shift() ?? 'not-begun'),
    keyForm: 'form',
    requestDigest: () => 'digest',
  };
  const work = { chain: 'k', attempts: 0, records };
  const before = resumed && { chain: 'k', settled: 0, ...resumed };
  return new ChainPerformer(work, environmentOf(api, { lostSince }), before).perform();
};
const DONE: CallResult = { response: undefined };
const LATE: CallResult = { failure: { code: 'timeout', message: 'Late.', terminal: false, perhapsDone: true } };
const REFUSED: CallResult = { failure: { code: 'http-status', status: 409, message: 'HTTP 409', terminal: true } };

test('I12: A chain tells of its first record that is not done what may have happened, and nothing of those that are done.', async () => {
  expect((await performed([LATE])).doubts).toMatchObject([{ step: 'deliver', cause: 'timeout', request: 'digest' }]);
  const second = await performed([DONE, LATE]);
  expect([second.settled, second.doubts]).toMatchObject([1, [{ step: 'deliver', cause: 'timeout' }]]);
  expect(await performed([DONE, REFUSED])).not.toHaveProperty('doubts');
});

test('I12: What a lost attempt reported is in doubt, and so is every record that it may have reached.', async () => {
  const doubts = [{ step: 'deliver', since: 1, cause: 'worker-lost', request: 'other' }] as const;
  expect((await performed([DONE], { resumed: { doubts } })).failure).toMatchObject({ code: 'request-changed' });
  const second = await performed([DONE, REFUSED], { lostSince: 1 });
  expect(second).toMatchObject({
    settled: 1,
    failure: { terminal: false },
    doubts: [{ step: 'deliver', cause: 'worker-lost', since: 1 }],
  });
  expect(await performed([DONE, DONE], { lostSince: 1 })).not.toHaveProperty('doubts');
});

test('I12: A step that is done is no longer in doubt, and the refusal of the next one is final at once.', async () => {
  const effects = ['pay', 'tell'].map((step, index) => ({ step, index: index + 1, destination: 'api', request: {} }));
  const doubts = [{ step: 'pay', since: 1, cause: 'timeout' }] as const;
  const refused = await performed([DONE, REFUSED], { records: [{ ...reference('7'), effects, doubts }] });
  expect(refused).toMatchObject({ done: ['pay'], failure: { step: 'tell', terminal: true } });
  expect(refused).not.toHaveProperty('doubts');
});

test("I12: A chain tells the requests that are done of a handler's record, so that they are known if they are made again.", async () => {
  const effects = ['pay', 'book', 'tell'].map((step, index) => ({ step, index, destination: 'api', request: {} }));
  const records = [
    { ...reference('7'), effects: effects.slice(0, 1) },
    { ...reference('8'), effects: effects.slice(1) },
  ];
  const refused = await performed([DONE, DONE, REFUSED], { records });
  expect(refused).toMatchObject({ settled: 1, done: ['book'], requests: { book: 'digest' }, sentAs: { book: 'form' } });
  expect(Object.keys(refused.requests ?? {})).toEqual(['book']);
  const resumed = { done: ['book'], requests: { book: 'earlier' }, sentAs: { book: 'before' } };
  expect(await performed([REFUSED], { records: records.slice(1), resumed })).toMatchObject(resumed);
  expect(await performed([DONE, DONE], { records: records.slice(1) })).not.toHaveProperty('requests');
  const answering = [
    { ...reference('7'), effects: effects.slice(0, 1).map((effect) => ({ ...effect, answer: true as const })) },
  ];
  const response = { status: 200, headers: {}, data: null };
  expect(await performed([{ response }], { records: answering })).toMatchObject({ requests: { pay: 'digest' } });
});

test('I12: A replayed record whose key its API may have forgotten is not sent, and what may have happened is told.', async () => {
  const sent: DestinationCall[] = [];
  const api: Partial<Destination> = {
    idempotencyWindowMs: 1_000,
    call: (call) => {
      sent.push(call);
      return Promise.resolve({ response: undefined });
    },
    requestDigest: () => 'digest',
  };
  const old = { ...reference('7'), stream: { ...stream, replay: 1, oneUrl: true as const } };
  const work = { chain: 'k', attempts: 0, records: [old] };
  expect(await new ChainPerformer(work, environmentOf(api), undefined).perform()).toMatchObject({
    settled: 0,
    failure: { code: 'key-forgotten', terminal: true, perhapsDone: true },
    doubts: [{ step: 'deliver', destination: 'api', since: 0, cause: 'replayed' }],
  });
  expect(sent).toEqual([]);
});

test('I6: A chain whose destination throws past every guard fails alone, and what it called may have happened.', async () => {
  for (const thrown of [new Error('jam'), Object.create(null) as Error]) {
    const api: Partial<Destination> = { call: () => Promise.reject(thrown), requestDigest: () => 'digest' };
    const work = { chain: 'k', attempts: 0, records: [reference('7')] };
    expect(await new ChainPerformer(work, environmentOf(api), undefined).perform()).toMatchObject({
      settled: 0,
      failure: { code: 'destination-error', step: 'deliver', destination: 'api', terminal: false, perhapsDone: true },
      doubts: [{ step: 'deliver', cause: 'destination-error', request: 'digest' }],
    });
  }
});

test('The words of a call that broke do not tell the URL of its callback.', async () => {
  const url = 'https://gateway.test/callbacks/claims.signature';
  const api: Partial<Destination> = {
    call: ({ request }) => Promise.reject(new Error(`could not send ${JSON.stringify(request)}`)),
    requestDigest: () => 'digest',
  };
  const callback = { marker: 'https://callback.invalid/1', step: 'paid', round: 1, deadline: 1, steady: true } as const;
  const effects = [{ step: 'pay', index: 1, destination: 'api', request: { data: callback.marker }, callback }];
  const work = { chain: 'k', attempts: 0, records: [{ ...reference('7'), effects }] };
  const environment = environmentOf(api, { callbackLinks: { url: () => url } });
  const { failure } = await new ChainPerformer(work, environment, undefined).perform();
  expect(failure?.message).toContain(`could not send {"data":"${callback.marker}"}`);
});

test('I6: A chain that cannot be performed at all fails alone, whatever is wrong with it.', async () => {
  const environment = environmentOf(
    {},
    {
      mustStop: () => {
        throw Object.create(null) as Error;
      },
    },
  );
  const work = { chain: 'k', attempts: 0, records: [reference('7')] };
  expect(await new ChainPerformer(work, environment, undefined).perform()).toMatchObject({
    chain: 'k',
    settled: 0,
    failure: { code: 'destination-error', terminal: true },
  });
});

test('I12: A time of a doubt that no date can have does not end its chain.', async () => {
  const doubts = [{ step: 'deliver', since: 9e15, cause: 'timeout', request: 'other' }] as const;
  const { failure } = await performed([DONE], { records: [{ ...reference('7'), doubts }] });
  expect(failure).toMatchObject({ code: 'request-changed', perhapsDone: true });
  expect(failure?.message).toContain('at an unknown time');
});
