import type { ServiceError } from '@grpc/grpc-js';
import { isGrpcServiceError } from '@temporalio/client';

/** The SDK never wraps errors this deep; the limit stops at an error that is its own cause. */
const DEPTH = 8;

/** Returns the server's or connection's error, which the SDK wraps in its own. Undefined for any other error. */
export const grpcError = (error: unknown): ServiceError | undefined => {
  let next = error;
  for (let depth = 0; depth < DEPTH && typeof next === 'object' && next !== null; depth += 1) {
    if (isGrpcServiceError(next)) return next;
    next = (next as { readonly cause?: unknown }).cause;
  }
  return undefined;
};
