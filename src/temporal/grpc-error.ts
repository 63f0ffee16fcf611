import type { ServiceError } from '@grpc/grpc-js';
import { isGrpcServiceError } from '@temporalio/client';

/** Deeper than the SDK ever wraps; an error that is its own cause ends here. */
const DEPTH = 8;

/** What the server answered, or the connection to it: the SDK wraps that in errors of its own. Undefined for any other error. */
export const grpcError = (error: unknown): ServiceError | undefined => {
  let next = error;
  for (let depth = 0; depth < DEPTH && typeof next === 'object' && next !== null; depth += 1) {
    if (isGrpcServiceError(next)) return next;
    next = (next as { readonly cause?: unknown }).cause;
  }
  return undefined;
};
