import type { ReadRequest, ReadResult } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import type { WireValue } from '../../model/contract/record';
import { ReplyBudget, REPLY_BYTES } from './reply-budget';

/** Reads records for a workflow, as many of the first as fit one reply. The caller asks again for the rest. */
export const readForHandler =
  (readRecords: (request: ReadRequest) => Promise<readonly ReadResult[]>, limit = REPLY_BYTES) =>
  async (request: ReadRequest): Promise<readonly ReadResult[]> => {
    const replied: ReadResult[] = [];
    const room = new ReplyBudget(limit);
    for (const whole of await readRecords(request)) {
      const result = fitting(whole, limit);
      if (!room.reserve(size(result))) break;
      replied.push(result);
    }
    return replied;
  };

const size = (result: ReadResult): number => Buffer.byteLength(JSON.stringify(result));

const fitting = (result: ReadResult, limit: number): ReadResult => {
  if (!('record' in result)) return result;
  if (size(result) <= limit) return result;
  const lean = { record: { ...result.record, value: textAlone(result.record.value) } };
  const bytes = size(lean);
  if (bytes <= limit) return lean;
  const { offset } = result.record;
  const gone = `The record is too large for a handler: ${bytes} bytes; deliver routes have no such limit.`;
  return { offset, gone };
};

const textAlone = (value: WireValue): WireValue => {
  if (!('json' in value) || value.source === undefined) return value;
  const { source, numbers } = value;
  const undecodable = 'A newer version has read this value: let it finish the upgrade, then retry the key.';
  return { undecodable, base64: '', source, ...defined({ numbers }) };
};
