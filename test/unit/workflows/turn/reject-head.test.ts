import type { RejectRequest } from '../../../../src/model/contract/effect-contract';
import type { KeyEvent } from '../../../../src/model/keys/key-event';
import { Chain } from '../../../../src/workflows/chain/chain';
import { chainStatus } from '../../../../src/workflows/chain/chain-status';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { rejectHead } from '../../../../src/workflows/turn/reject-head';
import type { TurnHost } from '../../../../src/workflows/turn/turn-host';

const asked: RejectRequest[] = [];
const told: KeyEvent[] = [];
let unwritable = false;

jest.mock('@temporalio/workflow', () => ({
  ActivityFailure: Error,
  patched: () => true,
  proxySinks: () => ({ sluice: { tell: (event: KeyEvent) => told.push(event) } }),
  proxyActivities: () => ({
    rejectRecord: {
      executeWithOptions: (_options: unknown, [request]: [RejectRequest]) => {
        asked.push(request);
        if (unwritable) return Promise.reject(new Error('no such topic'));
        return Promise.resolve('dead-letter');
      },
    },
  }),
}));

const STREAM = { id: 's', topic: 't' };
const position = { partition: 0, leaderEpoch: 0, offset: '3' };
const letter = { stream: STREAM, position };
const DOUBT = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout' } as const;
const host = { gateway: 'g', route: 'r', rejected: () => undefined } as unknown as TurnHost;

const rejected = async (head: object, doubted = false): Promise<RejectRequest | undefined> => {
  asked.length = 0;
  const chain = new Chain(
    { chain: 'k', waiting: [{ stream: STREAM, position, ...head }] } as never,
    new InlineBudget(1),
  );
  if (doubted) chain.progress.inDoubt(DOUBT);
  await rejectHead(chain, { code: 'handler-error', message: '' }, host);
  return asked[0];
};

test('I12: A dead letter is told what may have happened, in this run of its record or before the record was redriven.', async () => {
  const redriven = { times: 1, letter, doubts: [DOUBT] };
  expect(await rejected({ redriven }, true)).toMatchObject({ doubts: [DOUBT] });
  expect(await rejected({ redriven })).toMatchObject({ doubts: [DOUBT] });
  expect(await rejected({ redriven: { times: 1, letter } })).not.toHaveProperty('doubts');
});

test('I12: A dead letter is told how many revisions its record may have had that nobody knows.', async () => {
  expect(await rejected({ redriven: { times: 1, letter, unknownRevisions: 2 } })).toMatchObject({
    unknownRevisions: 2,
  });
  expect(await rejected({ redriven: { times: 1, letter } })).not.toHaveProperty('unknownRevisions');
});

test('I12: A dead letter is told what its record has done, with the children that it began, and not what it waited for.', async () => {
  const call = { step: 'pay', destination: 'bank', since: 5, cause: 'done-before', request: 'digest' } as const;
  asked.length = 0;
  const headSteps = {
    pay: { status: 200, headers: {}, data: null },
    nap: { wait: 'sleep', until: 5 },
    child: { wait: 'child', attempt: 1, completed: {} },
  } as const;
  const waiting = [{ stream: STREAM, ...position, offsets: '3', partition: 0, leaderEpoch: 0 }];
  const chain = new Chain({ chain: 'k', waiting, headSteps, doneCalls: [call] }, new InlineBudget(1));
  await rejectHead(chain, { code: 'http-status', message: '' }, host);
  expect(asked[0]?.done).toMatchObject([call, { step: 'child', cause: 'done-before' }]);
});

test('While it is decided what becomes of a record its key says so, and a letter that cannot be written is told.', async () => {
  unwritable = true;
  const waiting = [{ stream: STREAM, position, redriven: { times: 1, letter } }];
  const chain = new Chain({ chain: 'k', waiting }, new InlineBudget(1));
  const deciding = rejectHead(chain, { code: 'http-status', status: 409, message: 'x', destination: 'bank' }, host);
  expect(chainStatus(chain)).toMatchObject({ status: 'running', deciding: expect.stringMatching(/T/) as string });
  await deciding;
  expect(chainStatus(chain)).toMatchObject({ status: 'parked' });
  expect(chainStatus(chain).deciding).toBeUndefined();
  const place = { topic: 't', partition: 0, offset: '3' };
  expect(told).toEqual([{ kind: 'letter-given-up', chain: 'k', place, cause: 'http-status:409', destination: 'bank' }]);
});
