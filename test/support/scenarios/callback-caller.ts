import type { RecordedCall } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';

export interface CallbackReply {
  readonly status: number;
  readonly body: { readonly status?: string; readonly error?: string };
  readonly retryAfter: string | null;
}

/** Returns the URL that a recorded call carried, in its header or its body. */
export const callbackUrlOf = (call: RecordedCall): string => {
  const header = call.headers['sluice-callback-url'];
  if (typeof header === 'string') return header;
  return (JSON.parse(call.body.toString()) as { readonly callback: string }).callback;
};

/** Calls back as an API would. */
export const callBack = async (
  url: string,
  body: unknown = { ok: true },
  init: RequestInit = {},
): Promise<CallbackReply> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });
  return {
    status: response.status,
    body: (await response.json()) as CallbackReply['body'],
    retryAfter: response.headers.get('retry-after'),
  };
};

/** Repeats the callback, as webhook senders do, until it is accepted or refused for good. */
export const callBackUntilTaken = (url: string, body?: unknown): Promise<CallbackReply> =>
  eventually(async () => {
    const reply = await callBack(url, body);
    if (reply.status === 503) throw new Error('The callback was not taken.');
    return reply;
  });
