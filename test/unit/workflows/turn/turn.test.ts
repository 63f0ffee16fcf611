import type { ChainOutcome, ChainWork } from '../../../../src/model/contract/effect-contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { deliverTurn } from '../../../../src/workflows/turn/deliver-turn';
import { submitEffect } from '../../../../src/workflows/turn/turn';
import type { TurnHost } from '../../../../src/workflows/turn/turn-host';

jest.mock('@temporalio/workflow', () => ({
  ActivityFailure: class extends Error {},
  condition: () => Promise.resolve(),
  patched: () => true,
  proxyActivities: () => ({}),
}));

const STREAM = { id: 's', topic: 't' };
const DOUBT = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout' } as const;

const recordAt = (offset: string): WireRecord => ({
  ...{ partition: 0, leaderEpoch: 0, offset },
  key: 'k',
  timestamp: 0,
  value: { text: 'v' },
});

/** A chain of three records, and what its batches were asked for and came to. */
class TurnWorld {
  readonly chain = new Chain({ chain: 'k', waiting: [] }, new InlineBudget(10_000));
  readonly asked: ChainWork[] = [];
  /** What the chain would carry if its run were closed during the attempt. */
  closed: ReturnType<Chain['carry']> | undefined;
  outcome: Partial<ChainOutcome> = {};
  readonly host: TurnHost;

  constructor() {
    for (const offset of ['0', '1', '2']) this.chain.inbox.push(STREAM, recordAt(offset));
    this.host = {
      nextSequence: () => 1,
      settled: () => undefined,
      ledger: { add: () => undefined },
      effects: {
        submit: (work: ChainWork) => {
          this.asked.push(work);
          this.closed = this.chain.carry();
          return Promise.resolve({ chain: 'k', settled: 0, ...this.outcome });
        },
      },
    } as unknown as TurnHost;
  }

  /** What the records of the last batch said of what may have happened to them. */
  get told(): readonly (readonly UnknownOutcome[])[] {
    return this.asked.at(-1)?.records.map(({ doubts = [] }) => doubts) ?? [];
  }
}

test('I12: A route that delivers tells its batch what is in doubt of its records, and a run that is closed meanwhile carries on that they are.', async () => {
  const world = new TurnWorld();
  const { chain, host } = world;
  world.outcome = { doubts: [DOUBT], failure: { code: 'timeout', message: '', terminal: false, retryInMs: 1 } };
  await deliverTurn(chain, host);
  expect(chain.progress.doubts).toEqual([DOUBT]);
  const records = world.asked[0]?.records.length ?? 0;
  expect(records).toBeGreaterThan(1);
  expect(world.closed).toMatchObject({ doubts: [{ cause: 'worker-lost' }], lost: { records: records - 1 } });
  await deliverTurn(chain, host);
  expect(world.told[0]).toEqual([DOUBT]);

  const again = new TurnWorld();
  const restarted = new Chain(world.closed as never, new InlineBudget(10_000));
  restarted.inbox.push(STREAM, recordAt('3'));
  await deliverTurn(restarted, again.host);
  const lost = again.told.map((doubts) => doubts.some(({ cause }) => cause === 'worker-lost'));
  expect(lost).toEqual([...Array.from({ length: records }, () => true), false]);
});

test('I12: A call of a handler tells its batch what is in doubt, and a run that is closed meanwhile carries on that it is.', async () => {
  const world = new TurnWorld();
  const { chain, host } = world;
  const work = { stream: STREAM, position: { partition: 0, leaderEpoch: 0, offset: '0' }, sequence: 1 };
  const effect = { step: 'pay', index: 1, destination: 'bank', request: {} };
  world.outcome = { doubts: [DOUBT], failure: { code: 'timeout', message: '', terminal: false, retryInMs: 1 } };
  await submitEffect(chain, host, work, effect);
  expect(world.closed).toMatchObject({ doubts: [{ cause: 'worker-lost' }] });
  await submitEffect(chain, host, work, effect);
  expect(world.told).toEqual([[DOUBT]]);
});

test('I12: The request of a delivery whose callback is to come is known by when and where it was made, at its revision.', async () => {
  const world = new TurnWorld();
  const { chain, host } = world;
  chain.retryHead(1);
  world.outcome = { done: ['deliver'], awaiting: { step: 'deliver', destination: 'bank', timeoutMs: 5 } };
  const before = Date.now();
  await deliverTurn(chain, host);
  const [done] = chain.progress.doneBefore(Date.now() + 1_000_000);
  expect(done).toMatchObject({ step: 'deliver', destination: 'bank', cause: 'done-before', revision: 1 });
  expect(done?.since).toBeGreaterThanOrEqual(before);
  expect(done?.since).toBeLessThanOrEqual(Date.now());
});
