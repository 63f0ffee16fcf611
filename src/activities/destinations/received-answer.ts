import type { AxiosResponse } from 'axios';
import { bodyText } from '../../body-text';
import type { EffectResponse } from '../../model/contract/effect-response';
import type { CallResult } from './destination';
import { digestOf, type Body } from './response-body';

const KEPT_HEADERS = ['content-type', 'etag', 'last-modified', 'location'];
const KEPT_OF_POLLS = [...KEPT_HEADERS, 'link', 'retry-after'];

/** The answer of a call that succeeded, as a handler or poll gets it. */
export const receivedAnswer = (
  response: Pick<AxiosResponse, 'status' | 'headers'>,
  body: Body,
  polled: boolean,
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
    text = bodyText(body.bytes, headers['content-type']);
  } catch (error) {
    const message = `The call succeeded, but its response ${(error as Error).message}.`;
    return { failure: { code: 'destination-error', message, status, terminal: true }, receipt };
  }
  let data: unknown = text;
  if (/\bjson\b/i.test(headers['content-type'] ?? '')) {
    try {
      data = text === '' ? null : JSON.parse(text);
    } catch {
      const message = 'The call succeeded, but its response claims to be JSON and is not.';
      return { failure: { code: 'destination-error', message, status, terminal: true, perhapsDone: true }, receipt };
    }
  }
  return { response: { status, headers, data } satisfies EffectResponse, receipt };
};
