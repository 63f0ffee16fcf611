import type { ReadRequest, ReadResult } from '../../model/contract/effect-contract';

/** Bytes of records that one read may bring into history. Temporal refuses an activity's result over 2 MB. */
const LIMIT = 1_310_720;

/** Reads records for a workflow: as many of the first as fit one reply. The caller asks again for the rest. */
export const readForHandler =
  (readRecords: (request: ReadRequest) => Promise<readonly ReadResult[]>, limit = LIMIT) =>
  async (request: ReadRequest): Promise<readonly ReadResult[]> => {
    const replied: ReadResult[] = [];
    let total = 0;
    for (const whole of await readRecords(request)) {
      const result = fitting(whole, limit);
      total += size(result);
      if (replied.length > 0 && total > limit) break;
      replied.push(result);
    }
    return replied;
  };

const size = (result: ReadResult): number => Buffer.byteLength(JSON.stringify(result));

const fitting = (result: ReadResult, limit: number): ReadResult => {
  if (!('record' in result)) return result;
  const bytes = size(result);
  if (bytes <= limit) return result;
  const { offset } = result.record;
  const gone = `The record is too large for a handler: ${bytes} bytes; deliver routes have no such limit.`;
  return { offset, gone };
};
