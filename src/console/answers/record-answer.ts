// The only answer that holds data. Its texts are for reading, but `editable`, which goes into a field as it is.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Log } from '../../log';
import type { WireValue } from '../../model/contract/record';
import { defined } from '../../model/defined';
import { isoTime } from '../../model/iso-time';
import { jsonText } from '../../model/json/json-text';
import { headRecord, type FullHead } from '../../operations/keys/edit-key';
import { showKey } from '../../operations/keys/show-key';
import { bytesText, valueText } from '../../operations/keys/value-text';
import { terminalLines, terminalText } from '../../terminal-text';
import type { RecordAnswer } from '../wire/keys';
import type { AddressedKey } from './addressed-key';
import { placeText } from './key-row';

const SHOWN_CHARACTERS = 65_536;
/** What an edit sends must fit into a request. */
const EDITABLE_CHARACTERS = 60_000;
const HEADERS = 100;

/** Readable JSON where that is possible; the text as it was produced otherwise. */
const prettyText = (value: WireValue): string => {
  if (!('json' in value) || jsonText(value).length > SHOWN_CHARACTERS) return valueText(value);
  return value.source === undefined ? JSON.stringify(value.json, null, 2) : value.source;
};

/** Marks that turn or hide what stands around them, as JSON writes them: the value stays the same. */
const seenMarks = (json: string): string =>
  json.replace(
    /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const editableText = (value: WireValue): string | undefined => {
  const text = 'json' in value ? seenMarks(jsonText(value)) : 'text' in value ? value.text : undefined;
  // A box for text makes other line breaks of those with a carriage return.
  return text !== undefined && text.length <= EDITABLE_CHARACTERS && !text.includes('\r') ? text : undefined;
};

export const recordOf = (head: FullHead): NonNullable<RecordAnswer['record']> => {
  const { position, stream, revision = 0 } = head;
  const place = { place: placeText({ topic: stream.topic, ...position }), offset: position.offset, revision };
  if ('gone' in head) return { ...place, headers: [], value: terminalText(head.gone), cut: 0 };
  const { value, headers = [], timestamp } = head.record;
  const text = prettyText(value);
  const editable = editableText(value);
  return {
    ...place,
    ...defined({ time: isoTime(timestamp) }),
    headers: headers
      .slice(0, HEADERS)
      .map(([name, content]) => [terminalText(name, 100), terminalText(bytesText(content), 500)] as const),
    value: terminalLines(text.slice(0, SHOWN_CHARACTERS)),
    cut: Math.max(0, text.length - SHOWN_CHARACTERS),
    ...(editable === undefined ? {} : { editable }),
  };
};

/** @throws GatewayError `not-found`, `no-answer` */
export const recordAnswer = async (
  client: Client,
  config: ResolvedConfig,
  target: AddressedKey,
  log: Log,
): Promise<RecordAnswer> => {
  const [head, shown] = await Promise.all([headRecord(client, config, target, log), showKey(client, target)]);
  const { status, state } = shown;
  const message = status?.failure?.message;
  const text = state === undefined ? undefined : JSON.stringify(state, null, 2);
  return {
    ...(head === undefined ? {} : { record: recordOf(head) }),
    ...(message === undefined ? {} : { failure: terminalText(message, 2_000) }),
    ...(text === undefined ? {} : { state: terminalLines(text.slice(0, SHOWN_CHARACTERS)) }),
  };
};
