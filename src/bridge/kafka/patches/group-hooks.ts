// Gives a consumer asynchronous hooks around each join and before recovery from a failed fetch, see GroupHooks. All
// ways of kafkajs into a rebalance end in `joinAndSync`, so nothing is revoked or assigned without them.
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup';
import type { ConsumerGroup as Group, GroupHooks } from '../kafkajs-internals';

export interface PatchedConsumerGroup extends Group {
  joinAndSync: (this: PatchedConsumerGroup) => Promise<void>;
  recoverFromFetch: (this: PatchedConsumerGroup, error: unknown) => Promise<void>;
}

const hooksOf = (group: Group): GroupHooks | undefined => group.assigners.find(({ hooks }) => hooks)?.hooks;

export const patchGroupHooks = (): void => {
  const { joinAndSync, recoverFromFetch } = ConsumerGroup.prototype;

  ConsumerGroup.prototype.joinAndSync = async function () {
    const hooks = hooksOf(this);
    await hooks?.leaving(this);
    await joinAndSync.call(this);
    await hooks?.joined(this);
  };

  ConsumerGroup.prototype.recoverFromFetch = async function (error) {
    const recover = (): Promise<void> => recoverFromFetch.call(this, error);
    const hooks = hooksOf(this);
    await (hooks === undefined ? recover() : hooks.fetchFailed(this, error, recover));
  };
};
