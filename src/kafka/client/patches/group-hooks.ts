// Gives a consumer hooks around each join, before each fetch and before recovery from a failed one, see GroupHooks.
// Every path in kafkajs to a rebalance ends in `joinAndSync`, so nothing is revoked or assigned without them.
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup';
import type { ConsumerGroup as Group, GroupHooks } from '../../kafkajs-internals';

interface Batch {
  readonly rawMessages: readonly unknown[];
  isEmpty: () => boolean;
  isEmptyDueToFiltering: () => boolean;
}

export interface PatchedConsumerGroup extends Group {
  joinAndSync: (this: PatchedConsumerGroup) => Promise<void>;
  fetch: (this: PatchedConsumerGroup, nodeId: string) => Promise<readonly Batch[]>;
  recoverFromFetch: (this: PatchedConsumerGroup, error: unknown) => Promise<void>;
}

const hooksOf = (group: Group): GroupHooks | undefined => group.assigners.find(({ hooks }) => hooks)?.hooks;

/**
 * Passes a batch to eachBatch even if none of it is for delivery. kafkajs would skip it unchecked, and the committed
 * offset would stay behind until retention overtakes it.
 */
const showEmpty = (batch: Batch): void => {
  batch.isEmpty = () => batch.rawMessages.length === 0;
  batch.isEmptyDueToFiltering = () => false;
};

export const patchGroupHooks = (): void => {
  const { joinAndSync, fetch, recoverFromFetch } = ConsumerGroup.prototype;

  ConsumerGroup.prototype.joinAndSync = async function () {
    const hooks = hooksOf(this);
    await hooks?.leaving(this);
    await joinAndSync.call(this);
    await hooks?.joined(this);
  };

  ConsumerGroup.prototype.fetch = async function (nodeId) {
    const hooks = hooksOf(this);
    hooks?.fetching();
    const batches = await fetch.call(this, nodeId);
    if (hooks !== undefined) batches.forEach(showEmpty);
    return batches;
  };

  ConsumerGroup.prototype.recoverFromFetch = async function (error) {
    const recover = (): Promise<void> => recoverFromFetch.call(this, error);
    const hooks = hooksOf(this);
    await (hooks === undefined ? recover() : hooks.fetchFailed(this, error, recover));
  };
};
