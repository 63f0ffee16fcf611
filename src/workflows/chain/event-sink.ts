import { proxySinks, type Sinks } from '@temporalio/workflow';
import { causeOf } from '../../model/keys/cause';
import type { EventPlace, EventSink, KeyCounts, KeyEvent } from '../../model/keys/key-event';
import type { Chain } from './chain';

/** Tells the worker what happens to a key. It is no command, so that histories do not depend on it. */
export const tellEvent = (event: KeyEvent): void => {
  proxySinks<EventSink & Sinks>().sluice.tell(event);
};

/** Tells by how much counters of the workflow have grown. */
export const tellCounts = (counts: KeyCounts): void => {
  proxySinks<EventSink & Sinks>().sluice.count(counts);
};

/** The record that a chain is at. */
export const placeOf = ({ inbox: { head } }: Chain): EventPlace | undefined =>
  head && { topic: head.stream.topic, partition: head.position.partition, offset: head.position.offset };

/** Tells of a parked key that it goes on; called just before it does. */
export const tellRelease = (chain: Chain, by: Extract<KeyEvent, { kind: 'released' }>['by']): void => {
  const { block } = chain;
  if (block?.kind !== 'parked') return;
  const { failure, since } = block;
  tellEvent({
    kind: 'released',
    chain: chain.id,
    place: placeOf(chain),
    by,
    cause: causeOf(failure),
    destination: failure.destination,
    parkedForMs: Math.max(0, Date.now() - since),
  });
};
