import { status as GrpcStatus } from '@grpc/grpc-js';
import { grpcError } from './grpc-error';

/**
 * True if a call has failed because its answer did not come by `deadline`, in milliseconds since the epoch. Where this
 * process is busy at that moment, it may hear first that the server, which has the same deadline, gave the call up (gRPC
 * over HTTP/2: RST_STREAM with CANCEL), and grpc-js then calls it cancelled.
 */
export const isLate = (error: unknown, deadline: number): boolean => {
  const code = grpcError(error)?.code;
  return code === GrpcStatus.DEADLINE_EXCEEDED || (code === GrpcStatus.CANCELLED && Date.now() >= deadline);
};
