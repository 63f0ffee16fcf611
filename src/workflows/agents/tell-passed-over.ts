import { log } from '@temporalio/workflow';
import { defined } from '../../model/defined';
import type { RefusedItem } from './published-apart';

/** A page may have a thousand. The agent's status has their number. */
const MOST_LINES = 20;

/** Tells of items that were passed over, in the worker's log: nothing else keeps them. */
export const tellPassedOver = (definition: string, agent: string, passed: readonly RefusedItem[]): void => {
  for (const { item, failure } of passed.slice(0, MOST_LINES)) {
    const { key, recordId, timestamp } = item.publish;
    const about = { definition, agent, topic: item.publish.topic, key, ...defined({ recordId, timestamp }) };
    log.warn('an item of a poll agent was passed over: Kafka refuses it', { ...about, reason: failure.message });
  }
  if (passed.length > MOST_LINES) {
    log.warn('more items of the same page were passed over', { definition, agent, count: passed.length - MOST_LINES });
  }
};
