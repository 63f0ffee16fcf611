import { status as GrpcStatus } from '@grpc/grpc-js';
import { GatewayError, type GatewayErrorCode } from '../errors';
import { grpcError } from './grpc-error';

interface Words {
  readonly code: GatewayErrorCode;
  readonly words: string;
  readonly retryable?: true;
}

const AWAY: Words = { code: 'temporal-unreachable', words: 'Temporal does not answer any more', retryable: true };

const WORDS: Partial<Readonly<Record<GrpcStatus, Words>>> = {
  [GrpcStatus.UNAVAILABLE]: AWAY,
  [GrpcStatus.CANCELLED]: AWAY,
  [GrpcStatus.DEADLINE_EXCEEDED]: { ...AWAY, words: 'Temporal has not answered in time' },
  [GrpcStatus.UNAUTHENTICATED]: {
    ...{
      code: 'refused',
      words: 'Temporal does not accept the credentials: look at TEMPORAL_API_KEY or the certificate',
    },
  },
  [GrpcStatus.PERMISSION_DENIED]: { code: 'refused', words: 'Temporal does not let these credentials do that' },
  [GrpcStatus.NOT_FOUND]: { code: 'not-found', words: 'Temporal does not know what was asked for' },
  [GrpcStatus.RESOURCE_EXHAUSTED]: {
    ...{ code: 'refused', words: 'Temporal is at a limit of this namespace: try again later', retryable: true },
  },
  [GrpcStatus.UNIMPLEMENTED]: { code: 'refused', words: 'This Temporal is too old: it has no such call' },
  [GrpcStatus.INVALID_ARGUMENT]: { code: 'refused', words: 'Temporal does not take the request' },
  [GrpcStatus.FAILED_PRECONDITION]: { code: 'refused', words: 'Temporal cannot do that now' },
  [GrpcStatus.INTERNAL]: { code: 'refused', words: 'Temporal has failed at the request' },
};

/** What the server said, without the name of the code before it. */
const detailsOf = ({ details, message }: { readonly details?: string; readonly message: string }): string =>
  (details === undefined || details === '' ? message : details).replace(/^\d+ [A-Z_]+: /, '');

/** An error of Temporal's server, or of the way to it, in words for an operator; any other error as it is. */
export const inGrpcWords = (error: unknown): unknown => {
  if (error instanceof GatewayError) return error;
  const found = grpcError(error);
  const row = found === undefined ? undefined : WORDS[found.code];
  if (found === undefined || row === undefined) return error;
  const { code, words, retryable = false } = row;
  return new GatewayError(code, `${words} (${detailsOf(found)}).`, { cause: error, retryable });
};
