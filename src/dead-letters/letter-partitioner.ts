import type { ICustomPartitioner } from 'kafkajs';
import { Partitioners } from '../kafka/client/kafkajs';
import { HEADER_PREFIX } from './dead-letter';
import { laneOf } from '../model/workflow-id';

/** All letters of one key in one partition, in the order in which they were written: by key, or by chain where it is null. */
export const letterPartitioner: ICustomPartitioner = () => {
  const byKey = Partitioners.DefaultPartitioner();
  return (args) => {
    const { message, partitionMetadata } = args;
    const chain = [message.headers?.[`${HEADER_PREFIX}chain`]].flat().at(-1);
    if (message.key !== null || chain === undefined) return byKey(args);
    return laneOf(chain.toString(), partitionMetadata.length);
  };
};
