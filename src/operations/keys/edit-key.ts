// Replaces the value or headers of the record that a key is at. If the workflow holds it by reference, it is read back
// from Kafka here; the workflow gets the edited record.
import type { Client } from '@temporalio/client';
import { valueDecoder } from '../../records/value-decoders';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import { HEAD_QUERY, type EditCommand, type HeadRecord } from '../../model/keys/key-commands';
import type { Log } from '../../log';
import type { WireHeader, WireRecord, WireValue } from '../../model/contract/record';
import { defined } from '../../model/defined';
import { ReferenceStore } from '../../dead-letters/reference-store';
import { askWorkflow } from '../ask-workflow';
import { noAnswer, NOTHING_CHANGED } from '../cannot-run';
import { askedPatiently, type Patience } from '../until-answered';
import { commandKey, type KeyCommandResult } from './command-key';
import type { KeyTarget } from './key-target';
import { goneRecord } from './gone-record';
import { describeHost } from './show-key';

export interface RecordEdit {
  /** Null makes the record a tombstone; undefined leaves the value unchanged. */
  readonly value: Buffer | null | undefined;
  /** Headers to set, replacing those of the same names. */
  readonly headers: readonly WireHeader[];
  readonly removedHeaders: readonly string[];
  /** True if the record is to be edited although its effect may already have happened. */
  readonly sure: boolean;
}

/** The record of a key with its payload, or the reason why the payload is unavailable. */
export type FullHead = Pick<HeadRecord, 'stream' | 'position' | 'revision'> &
  ({ readonly record: WireRecord } | { readonly gone: string });

/**
 * The record that a key is at, read back from Kafka if it waits by reference; undefined if the key has none.
 * @throws GatewayError `not-found`, `no-answer`
 */
export const headRecord = async (
  client: Client,
  config: ResolvedConfig,
  { route, workflowId, chain }: KeyTarget & { readonly chain: string },
  log: Log,
  patience?: Patience,
): Promise<FullHead | undefined> => {
  const head = await askedPatiently(patience, async () => {
    const answer = await askWorkflow<HeadRecord | null>(client, workflowId, HEAD_QUERY, chain);
    if (answer === undefined) await describeHost(client, workflowId);
    return answer;
  });
  if (head === null) return undefined;
  if (head === undefined) throw await noAnswer(client, workflowId, NOTHING_CHANGED);
  const { stream, position, record, revision } = head;
  const place = { stream, position, ...defined({ revision }) };
  if (record !== undefined) return { ...place, record };
  const { partition, leaderEpoch, offset } = position;
  const store = new ReferenceStore(config, log);
  try {
    const [read] = await store.read({ route: route.name, stream, partition, leaderEpoch, offsets: [offset] });
    if (read === undefined) throw new GatewayError('kafka-unreachable', 'Kafka answered without the record.');
    return { ...place, ...('record' in read ? { record: read.record } : { gone: read.gone }) };
  } finally {
    await store.close();
  }
};

const editedValue = (edit: RecordEdit, route: KeyTarget['route'], head: FullHead): WireValue => {
  if (edit.value === null) return { tombstone: true };
  if (edit.value !== undefined) {
    const value = valueDecoder(route).decode(edit.value);
    if (!('undecodable' in value)) return value;
    const message = `The new value is not ${route.value}, which route ${route.name} expects: ${value.undecodable}`;
    throw new GatewayError('refused', message);
  }
  if ('gone' in head) throw new GatewayError('refused', `${head.gone} Give the record a value.`);
  if ('undecodable' in head.record.value) {
    throw new GatewayError(
      'refused',
      `The value cannot be read (${head.record.value.undecodable}): give the record a new value.`,
    );
  }
  return head.record.value;
};

const editedHeaders = (
  { headers, removedHeaders }: Pick<RecordEdit, 'headers' | 'removedHeaders'>,
  before: readonly WireHeader[],
): readonly WireHeader[] => {
  const gone = new Set([...removedHeaders, ...headers.map(([name]) => name)]);
  return [...before.filter(([name]) => !gone.has(name)), ...headers];
};

/**
 * Edits the record that a key is at and lets the key try it.
 * @throws GatewayError `refused`, `not-found`; `no-answer` if nothing was sent; `under-way`
 */
export const editKey = async (
  client: Client,
  config: ResolvedConfig,
  target: KeyTarget & { readonly chain: string },
  edit: RecordEdit,
  offset: string | undefined,
  log: Log,
  patience?: Patience,
): Promise<KeyCommandResult> => {
  const head = await headRecord(client, config, target, log, patience);
  if (head === undefined) {
    return { changed: false, message: `Key ${target.chain} has no record to edit.` };
  }
  // The time of a record goes with its payload. What the operator gives is as old as the edit.
  const before =
    'record' in head ? head.record : goneRecord(config, target.route, target.key, head.position, Date.now());
  if ('gone' in head && 'undecodable' in before.value) throw new GatewayError('refused', before.value.undecodable);
  const headers = editedHeaders(edit, before.headers ?? []);
  const record: WireRecord = { ...before, headers, value: editedValue(edit, target.route, head) };
  const command: EditCommand = {
    chain: target.chain,
    offset: offset ?? head.position.offset,
    seen: head.revision ?? before.revision ?? 0,
    record,
    ...(edit.sure ? { sure: true } : {}),
  };
  return commandKey(client, 'edit', target, command, patience);
};
