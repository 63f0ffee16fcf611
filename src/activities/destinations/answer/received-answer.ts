import { bodyText, holdsBytes } from '../../../body-text';
import { claimsJson } from '../../../model/json/claims-json';
import { answerSource, type AnswerLoss } from '../../../model/json/answer-source';
import type { EffectResponse } from '../../../model/contract/effect-response';
import type { CallResult } from '../call/destination';
import type { HttpAnswer } from './http-answer';
import { defined } from '../../../model/defined';
import { digestOf, type Body } from './response-body';
import { MAX_ANSWER_DEPTH, unkeptAnswer } from './unkept-answer';
import { isDeeper } from '../../../model/json/is-deeper';

const KEPT_HEADERS = ['content-type', 'etag', 'last-modified', 'location'];
const KEPT_OF_POLLS = [...KEPT_HEADERS, 'link', 'retry-after', 'date', 'content-range'];

export const TOO_DEEP = 'the JSON of its response is nested too deeply.';

/** The answer of a call that succeeded, as a handler or poll gets it. */
export const receivedAnswer = (
  { status, headers: given }: Pick<HttpAnswer, 'status' | 'headers'>,
  body: Body,
  { polled, loss }: AnswerTerms,
): CallResult => {
  const receipt = { status, digest: digestOf(body) };
  const headers: Record<string, string> = {};
  for (const name of polled ? KEPT_OF_POLLS : KEPT_HEADERS) {
    const value = given[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const type = headers['content-type'] ?? '';
  const content = contentOf(body.bytes, type, { polled, loss });
  if ('unkept' in content) return unkeptAnswer(content.unkept, { status, receipt });
  return { response: { status, headers, ...content } satisfies EffectResponse, receipt };
};

interface AnswerTerms {
  readonly polled: boolean;
  readonly loss: AnswerLoss;
}

type Content = Pick<EffectResponse, 'data' | 'source' | 'base64'> | { readonly unkept: string };

const contentOf = (bytes: Buffer, type: string, terms: AnswerTerms): Content => {
  if (!terms.polled && holdsBytes(bytes, type)) return { data: null, base64: bytes.toString('base64') };
  let text: string;
  try {
    // A poll takes its items from the text, whatever the type.
    text = bodyText(bytes, type, terms.polled);
  } catch (error) {
    return { unkept: `its response ${(error as Error).message}.` };
  }
  // A type that only mentions JSON (`text/plain; format=json`) may be that of several texts, or of none.
  return /\bjson\b/i.test(type) ? jsonContent(text, type, terms) : { data: text };
};

const jsonContent = (text: string, type: string, { polled, loss }: AnswerTerms): Content => {
  let data: unknown;
  try {
    data = text === '' ? null : JSON.parse(text);
  } catch {
    return claimsJson(type) ? { unkept: 'its response claims to be JSON and is not.' } : { data: text };
  }
  try {
    // The answer of a poll does not go into history.
    return { data, ...defined({ source: sourceOf(text, data, loss, polled ? Infinity : MAX_ANSWER_DEPTH) }) };
  } catch {
    return { unkept: TOO_DEEP };
  }
};

/** @throws Error if the JSON is nested too deeply, which may be a stack overflow. */
const sourceOf = (text: string, data: unknown, loss: AnswerLoss, levels: number): string | undefined => {
  if (text === '') return undefined;
  if (isDeeper(text, levels)) throw new Error(TOO_DEEP);
  return answerSource(text, data, loss);
};
