import type { AxiosResponse } from 'axios';
import { bodyText } from '../../body-text';
import { claimsJson } from '../../model/claims-json';
import { answerSource, type AnswerLoss } from '../../model/answer-source';
import type { EffectResponse } from '../../model/contract/effect-response';
import type { CallResult } from './destination';
import { defined } from '../../model/defined';
import { digestOf, type Body } from './response-body';
import { MAX_ANSWER_DEPTH, unkeptAnswer } from './unkept-answer';
import { isDeeper } from '../../model/is-deeper';

const KEPT_HEADERS = ['content-type', 'etag', 'last-modified', 'location'];
const KEPT_OF_POLLS = [...KEPT_HEADERS, 'link', 'retry-after', 'date'];

export const TOO_DEEP = 'the JSON of its response is nested too deeply.';

/** The answer of a call that succeeded, as a handler or poll gets it. */
export const receivedAnswer = (
  response: Pick<AxiosResponse, 'status' | 'headers'>,
  body: Body,
  { polled, loss }: { readonly polled: boolean; readonly loss: AnswerLoss },
): CallResult => {
  const { status } = response;
  const receipt = { status, digest: digestOf(body) };
  const headers: Record<string, string> = {};
  for (const name of polled ? KEPT_OF_POLLS : KEPT_HEADERS) {
    const value = (response.headers as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string') headers[name] = value;
  }
  let text: string;
  try {
    // A poll takes its items from the text, whatever the type.
    text = bodyText(body.bytes, headers['content-type'], polled);
  } catch (error) {
    return unkeptAnswer(`its response ${(error as Error).message}.`, { status, receipt });
  }
  let data: unknown = text;
  let source: string | undefined;
  const type = headers['content-type'] ?? '';
  // A type that only mentions JSON (`text/plain; format=json`) may be that of several texts, or of none.
  if (/\bjson\b/i.test(type)) {
    try {
      data = text === '' ? null : JSON.parse(text);
    } catch {
      if (claimsJson(type)) return unkeptAnswer('its response claims to be JSON and is not.', { status, receipt });
      return { response: { status, headers, data } satisfies EffectResponse, receipt };
    }
    try {
      // The answer of a poll does not go into history.
      source = sourceOf(text, data, loss, polled ? Infinity : MAX_ANSWER_DEPTH);
    } catch {
      return unkeptAnswer(TOO_DEEP, { status, receipt });
    }
  }
  return { response: { status, headers, data, ...defined({ source }) } satisfies EffectResponse, receipt };
};

/** @throws Error if the JSON is nested too deeply, which may be a stack overflow. */
const sourceOf = (text: string, data: unknown, loss: AnswerLoss, levels: number): string | undefined => {
  if (text === '') return undefined;
  if (isDeeper(text, levels)) throw new Error(TOO_DEEP);
  return answerSource(text, data, loss);
};
