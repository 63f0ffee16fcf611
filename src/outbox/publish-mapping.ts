import { isUtf8 } from 'node:buffer';
import type { ResolvedPublish } from '../config/route/resolved-route';
import type { Publish, PublishValue } from '../model/contract/outbox-contract';
import type { Stream, WireBytes, WireHeader, WireRecord } from '../model/contract/record';
import { jsonField } from '../model/json/json-field';
import { TRACE_PARENT_HEADER } from '../model/trace-parent';
import { fieldPath } from '../activities/effects/record-field';
import { templateContent } from '../activities/effects/template-content';

/** Step of the one record that a `publish` route makes. NEVER CHANGE: it is part of record ids (I5). */
const PUBLISH_STEP = 'publish';
/**
 * Sluice's own headers, which tell of the record that was read. On a published one they would forge: if it failed, its
 * dead letter would have the replay, edits and done calls of another.
 */
const OWN_HEADER = /^sluice\./;

/**
 * Maps a record by the options of a `publish` route.
 * @throws Error in words, when the record lacks what they ask for.
 */
export const publishMapping = (mapping: ResolvedPublish, stream: Stream, record: WireRecord): Publish => {
  const isOurs = (name: string): boolean =>
    OWN_HEADER.test(name) || (name === TRACE_PARENT_HEADER && record.trace !== undefined);
  const copied = mapping.copyHeaders ? (record.headers ?? []).filter(([name]) => !isOurs(name)) : [];
  const set = Object.entries(mapping.headers).map(([name, text]): WireHeader => [name, filled(text, stream, record)]);
  const headers = [...copied.filter(([name]) => !Object.hasOwn(mapping.headers, name)), ...set];
  return {
    step: PUBLISH_STEP,
    topic: mapping.to,
    key: mapping.key === undefined ? record.key : filled(mapping.key, stream, record),
    value: mapping.value === undefined ? wholeValue(record) : field(mapping.value, record),
    timestamp: record.timestamp,
    ...(headers.length === 0 ? {} : { headers }),
  };
};

const wholeValue = ({ value }: WireRecord): PublishValue => {
  if ('undecodable' in value) throw new Error(value.undecodable);
  if ('reference' in value) throw new Error('The record was not read back.');
  return value;
};

const field = (name: string, record: WireRecord): PublishValue => {
  // A tombstone stays one, because it says that the whole key is gone.
  if ('tombstone' in record.value) return record.value;
  const found = 'json' in record.value ? jsonField(record.value, fieldPath(name)) : undefined;
  if (found === undefined) throw new Error(`The record has no ${name} to publish.`);
  return found.value;
};

const filled = (template: string, stream: Stream, record: WireRecord): WireBytes => {
  // Every other part is a name in braces.
  const parts = template.split(/\{([^}]*)\}/).map((part, index) => {
    const content = index % 2 === 0 ? part : templateContent(part, stream, record);
    if (content !== undefined) return content;
    throw new Error(`${JSON.stringify(template)} needs {${part}}, but the record has no text or number there.`);
  });
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString('base64') };
};
