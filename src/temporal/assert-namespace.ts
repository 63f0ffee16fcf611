import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { GatewayError } from '../errors';
import { grpcError } from './grpc-error';

const CALL_MS = 10_000;

/**
 * What is done in a namespace that does not exist fails in words about something else.
 * @throws GatewayError `temporal-setup`
 */
export const assertNamespace = async (client: Client): Promise<void> => {
  const { namespace } = client.options;
  try {
    await client.withDeadline(Date.now() + CALL_MS, () => client.workflowService.describeNamespace({ namespace }));
  } catch (error) {
    // Whoever may not look at it may still work in it.
    if (grpcError(error)?.code !== GrpcStatus.NOT_FOUND) return;
    const message = `Temporal has no namespace ${namespace}. Name another one in TEMPORAL_NAMESPACE, or make it: \`sluice setup --create-namespace\`.`;
    throw new GatewayError('temporal-setup', message, { cause: error });
  }
};
