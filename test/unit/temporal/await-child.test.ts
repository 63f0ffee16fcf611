import { status as GrpcStatus } from '@grpc/grpc-js';
import { ServiceError, type Client } from '@temporalio/client';
import type { ChildRequest } from '../../../src/model/contract/child-contract';
import { awaitChild } from '../../../src/temporal/await-child';

const request = {
  ...{ gateway: 'bank', route: 'transfers', chain: 'k', step: 'ship', attempt: 1, started: true },
  ...{ workflowType: 'ship', args: [], stream: { id: 's', topic: 't' } },
  position: { partition: 0, leaderEpoch: 0, offset: '7' },
} as unknown as ChildRequest;

/** A client to which the server ends each call so many milliseconds after its deadline, or before it. */
const clientThatIsEnded = (afterMs: number, code: GrpcStatus): Client => {
  let at = 0;
  return {
    withDeadline: (deadline: number, work: () => unknown) => {
      at = deadline + afterMs;
      return work();
    },
    workflow: {
      getHandle: () => ({
        result: () => {
          jest.spyOn(Date, 'now').mockReturnValue(at);
          const cause = Object.assign(new Error('grpc'), { code, details: 'Call cancelled', metadata: {} });
          return Promise.reject(new ServiceError('failed', { cause }));
        },
      }),
    },
  } as unknown as Client;
};

afterEach(() => jest.restoreAllMocks());

test.each([GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.CANCELLED])(
  'A child that has not ended when its asker gives up, with code %d, runs.',
  async (code) => {
    expect(await awaitChild(clientThatIsEnded(2, code), 'queue', request)).toEqual({ state: 'running' });
  },
);

test('Asking for a child that is cancelled before its deadline has failed.', async () => {
  await expect(awaitChild(clientThatIsEnded(-2_900, GrpcStatus.CANCELLED), 'queue', request)).rejects.toThrow('failed');
});
