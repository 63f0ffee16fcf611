import { status as GrpcStatus } from '@grpc/grpc-js';
import { ServiceError } from '@temporalio/client';
import { isLate } from '../../../src/temporal/is-late';

const failed = (code: GrpcStatus): Error =>
  new ServiceError('failed', { cause: Object.assign(new Error('grpc'), { code, details: '', metadata: {} }) });

test('A call is late if its deadline ended it, whichever end of it noticed that first.', () => {
  const now = Date.now();
  expect(isLate(failed(GrpcStatus.DEADLINE_EXCEEDED), now + 10_000)).toBe(true);
  expect(isLate(failed(GrpcStatus.CANCELLED), now)).toBe(true);
});

test('A call that was cancelled before its deadline, or failed otherwise, is not late.', () => {
  const now = Date.now();
  expect(isLate(failed(GrpcStatus.CANCELLED), now + 10_000)).toBe(false);
  expect(isLate(failed(GrpcStatus.UNAVAILABLE), now)).toBe(false);
  expect(isLate(new Error('of another kind'), now)).toBe(false);
});
