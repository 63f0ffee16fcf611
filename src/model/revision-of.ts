import type { WireRecord } from './record';

/** What is told of a record's revision: nothing, unless an operator has edited it. */
export const revisionOf = (record: WireRecord | undefined): Pick<WireRecord, 'revision'> =>
  record?.revision === undefined ? {} : { revision: record.revision };
