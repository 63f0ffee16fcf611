import type { RecordWork } from '../../model/contract/effect-contract';
import { tellEvent } from '../chain/event-sink';
import { thrownFrames, thrownName } from '../head/thrown-place';

/** Tells the worker that a handler threw, and where. */
export const tellThrown = (chain: string, { stream, position }: RecordWork, error: unknown): void => {
  const place = { topic: stream.topic, partition: position.partition, offset: position.offset };
  const [name, frames] = [thrownName(error), thrownFrames(error)];
  tellEvent({ kind: 'handler-threw', chain, place, name, frames });
};
