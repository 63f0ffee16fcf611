import { createHash } from 'node:crypto';
import type { CallbackDelivery, CallbackOutcome, CallbackTarget } from '../model/contract/callback-contract';
import { bodyText } from '../body-text';
import { answerSource } from '../model/json/answer-source';
import { parsedJson } from '../model/json/parsed-json';
import { callbackData } from './callback-body';
import { defined } from '../model/defined';
import type { CallbackClaims } from './callback-token';

const MAX_WORDS = 1_000;
/** Characters of a text that stands beside what JavaScript makes of it. */
const MAX_BESIDE = 16_384;

export interface CallbackContent {
  readonly outcome: CallbackOutcome;
  readonly body: Buffer;
  readonly contentType: string | undefined;
}

/** Makes what the workflow is told. @throws RefusedCallback when the body cannot be taken. */
export const callbackDelivery = (
  { workflowId, chain, record, step, round }: CallbackClaims,
  { outcome, body, contentType }: CallbackContent,
  token: string,
  acceptLateMs?: number,
): CallbackDelivery => {
  const target: CallbackTarget = { chain, record, step, round };
  // Some APIs send back what they were given, but the capability must not enter history.
  // Byte by byte, so that nothing else changes: a body that is not UTF-8 must be refused, not mended.
  const clean = body.includes(token) ? Buffer.from(body.toString('latin1').replaceAll(token, '***'), 'latin1') : body;
  const said = callbackData(clean, contentType);
  const data = withoutToken(said, token);
  const source = data === said ? sourceOf(clean, contentType, data) : undefined;
  return {
    ...target,
    outcome,
    ...(outcome === 'failed' ? { data: words(source ?? data) } : answered(data, source)),
    ...defined({ acceptLateMs }),
    id: shortHash([workflowId, chain, record, step, round]),
    // The digest covers the meaning and not the bytes, because a caller that repeats itself may format its JSON anew.
    digest: shortHash([outcome, source === undefined ? data : parsedJson(source, 'text')]),
  };
};

/** The text of JSON that has numbers which `data` cannot hold. */
const sourceOf = (body: Buffer, contentType: string | undefined, data: unknown): string | undefined =>
  // Whatever is no JSON is text, and null stands for no body.
  typeof data === 'string' || data === null
    ? undefined
    : answerSource(bodyText(body, contentType, true), data, 'number');

const answered = (data: unknown, source: string | undefined): Pick<CallbackDelivery, 'data' | 'source'> => {
  if (source === undefined) return { data };
  // A large body must not take twice its room, and can be read again from its text.
  return { data: source.length > MAX_BESIDE ? null : data, source };
};

/** The same for a capability that the bytes write with escapes or in another charset. */
const withoutToken = (data: unknown, token: string): unknown => {
  const text = JSON.stringify(data);
  // JSON escapes no character of a token.
  return text.includes(token) ? (JSON.parse(text.replaceAll(token, '***')) as unknown) : data;
};

/** The text of a failure's message, cut short because nobody uses more. */
const words = (data: unknown): string => {
  if (data === null) return '';
  return (typeof data === 'string' ? data : JSON.stringify(data)).slice(0, MAX_WORDS);
};

const shortHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
