import type { RecordWork } from '../../model/contract/effect-contract';

/** Records of one chain that are to be processed together. */
export interface BatchWork {
  readonly chain: string;
  readonly records: readonly Pick<RecordWork, 'stream' | 'position' | 'effects'>[];
}

export interface BatchPart<Work extends BatchWork = BatchWork> {
  readonly work: Work;
  readonly bytes: number;
}

const MAX_RECORDS = 500;
const MAX_BYTES = 768 * 1024;
/** All answers share one activity result, which Temporal refuses over 2 MB; it has room for 16 of 80 KiB. */
const MAX_ANSWERS = 16;

const asksForAnswer = ({ work }: BatchPart): boolean =>
  work.records.some(({ effects = [] }) => effects.some(({ answer }) => answer === true));

/** How many waiting parts make the next batch. `mayBound` is called only if answers would make it shorter. */
export const batchLength = (waiting: readonly BatchPart[], mayBound: () => boolean): number => {
  let records = 0;
  let bytes = 0;
  let answers = 0;
  const full = waiting.findIndex((part, index) => {
    records += part.work.records.length;
    bytes += part.bytes;
    answers += asksForAnswer(part) ? 1 : 0;
    if (index > 0 && (records > MAX_RECORDS || bytes > MAX_BYTES)) return true;
    return answers > MAX_ANSWERS && mayBound();
  });
  return full === -1 ? waiting.length : full;
};
