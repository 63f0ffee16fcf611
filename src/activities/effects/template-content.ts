import type { Stream, WireRecord } from '../../model/contract/record';
import { recordField } from './record-field';
import { recordHeader } from './record-header';

const HEADER = 'header.';

/** What a variable of a template stands for: text, or the bytes of a header or key. Undefined if the record has nothing there. */
export const templateContent = (name: string, stream: Stream, record: WireRecord): string | Buffer | undefined =>
  name.startsWith(HEADER) ? recordHeader(name.slice(HEADER.length), record) : recordField(name, stream, record);
