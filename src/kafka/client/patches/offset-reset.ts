// When an offset is out of range, kafkajs commits -1 or -2 over the group's offset and goes on (kafkajs#1119): it
// silently drops records, and nobody can tell afterwards where the group stood.
import OffsetManager from 'kafkajs/src/consumer/offsetManager';
import { KafkaJSNonRetriableError } from 'kafkajs';

export interface PatchedOffsetManager {
  setDefaultOffset(partition: { readonly topic: string; readonly partition: number }): Promise<void>;
}

export const patchOffsetReset = (): void => {
  OffsetManager.prototype.setDefaultOffset = ({ topic, partition }) =>
    Promise.reject(
      new KafkaJSNonRetriableError(`The offset of ${topic}[${partition}] is out of range and is not reset`),
    );
};
