// kafkajs answers an offset out of range by committing -1 or -2 over the group's offset and going on (facts, bug 3):
// records are dropped in silence, and nobody can tell afterwards where the group stood.
import OffsetManager from 'kafkajs/src/consumer/offsetManager';
import { KafkaJSNonRetriableError } from 'kafkajs';

export interface PatchedOffsetManager {
  setDefaultOffset(partition: { readonly topic: string; readonly partition: number }): Promise<void>;
}

export const patchOffsetReset = (): void => {
  OffsetManager.prototype.setDefaultOffset = ({ topic, partition }) =>
    Promise.reject(
      new KafkaJSNonRetriableError(`The offset of ${topic}[${String(partition)}] is out of range and is not reset`),
    );
};
