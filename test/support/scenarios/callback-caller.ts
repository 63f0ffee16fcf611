import type { RecordedCall } from '../../../harness/effect-recorder';

export interface CallbackReply {
  readonly status: number;
  readonly body: { readonly status?: string; readonly error?: string };
  readonly retryAfter: string | null;
}

/** The URL that a recorded call was given: in its header, or in its body. */
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

/** Repeats the callback as the senders of webhooks do, until it is taken or refused for good. */
export const callBackUntilTaken = async (url: string, body?: unknown): Promise<CallbackReply> => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const reply = await callBack(url, body).catch(() => undefined);
    if (reply !== undefined && reply.status !== 503) return reply;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The callback was not taken.');
};
