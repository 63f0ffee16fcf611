import { status as GrpcStatus } from '@grpc/grpc-js';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { RECORDS_SIGNAL, type RecordsSignal } from '../../../src/model/contract/contract';
import { hostIds, type Hosted } from '../gateway/host-ids';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const eventsOf = async (client: Client, id: string): Promise<readonly HistoryEvent[]> => {
  try {
    return (await client.workflow.getHandle(id).fetchHistory()).events ?? [];
  } catch (error) {
    // Its first signal has not been sent. The handle throws gRPC's own error here, not a WorkflowNotFoundError.
    if (isGrpcServiceError(error) && error.code === GrpcStatus.NOT_FOUND) return [];
    throw error;
  }
};

/** Returns the records in the history of a workflow's last run. */
const recordsOf = async (client: Client, id: string): Promise<RecordsSignal['records']> => {
  return (await eventsOf(client, id)).flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) => {
    const data = signaled?.signalName === RECORDS_SIGNAL ? signaled.input?.payloads?.[0]?.data : undefined;
    return data == null ? [] : (JSON.parse(Buffer.from(data).toString()) as RecordsSignal).records;
  });
};

/** Returns each partition's first offset that Temporal does not hold: I1 allows commits up to it and no further. */
export const firstNotDurable = async (
  client: Client,
  hosted: Hosted,
  partitions: number,
): Promise<readonly bigint[]> => {
  const held = Array.from({ length: partitions }, () => new Set<bigint>());
  const histories = await Promise.all(Array.from(hostIds(hosted), (id) => recordsOf(client, id)));
  for (const { partition, offset } of histories.flat()) held[partition]?.add(BigInt(offset));
  return held.map((offsets) => {
    let first = 0n;
    while (offsets.has(first)) first += 1n;
    return first;
  });
};
