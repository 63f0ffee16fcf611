import { Metadata, status as GrpcStatus } from '@grpc/grpc-js';
import { ServiceError } from '@temporalio/client';
import { agentProblem } from '../../../../src/operations/agents/agent-problem';

const failed = (code: GrpcStatus): ServiceError =>
  new ServiceError('Failed', {
    cause: Object.assign(new Error('grpc'), { code, details: 'Call cancelled', metadata: new Metadata() }),
  });

test.each([GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.CANCELLED])(
  'A host of agents whose answer did not come in time, with code %d, has not answered.',
  (code) => {
    expect(agentProblem('bank/agents', failed(code))).toMatchObject({ code: 'no-answer', retryable: true });
  },
);

test('Another error of Temporal stays what it is.', () => {
  const refused = failed(GrpcStatus.PERMISSION_DENIED);
  expect(agentProblem('bank/agents', refused)).toBe(refused);
});
