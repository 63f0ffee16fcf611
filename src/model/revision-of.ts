import type { WireRecord } from './record';
import type { Redriven } from './redrive';

/** What is told of a record's revision: nothing, unless an operator has edited it. */
export const revisionOf = (record: WireRecord | undefined, redriven?: Redriven): Pick<WireRecord, 'revision'> => {
  const revision = record?.revision ?? redriven?.revision;
  return revision === undefined ? {} : { revision };
};
