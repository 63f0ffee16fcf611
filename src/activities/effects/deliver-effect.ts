import type { ResolvedDeliver } from '../../config/gateway/resolved';
import { DELIVER_STEP, type Effect, type EffectRequest } from '../../model/contract/effect-contract';
import { jsonText } from '../../model/json-text';
import type { Stream, WireRecord } from '../../model/record';
import { recordField } from './record-field';

/**
 * The one effect of a record on a `deliver` route: its value as the body, byte for byte as it was produced, and its path
 * filled in from the record.
 * @throws Error in words, when the record lacks what the path asks for.
 */
export const deliverEffect = (
  deliver: ResolvedDeliver,
  stream: Stream,
  record: WireRecord,
  /** URL of the callback that completes the record, if one does. */
  callback?: string,
): Effect => ({
  step: DELIVER_STEP,
  index: 1,
  destination: deliver.to,
  request: {
    method: deliver.method,
    path: deliver.path.replace(/\{([^}]*)\}/g, (_match, name: string) =>
      pathSegment(name, name === 'callback' ? callback : recordField(name, stream, record)),
    ),
    ...withCallback(content(deliver, record), deliver.callbackHeader, callback),
  },
});

const withCallback = (
  request: Pick<EffectRequest, 'headers' | 'data'>,
  header: string,
  url: string | undefined,
): Pick<EffectRequest, 'headers' | 'data'> =>
  url === undefined ? request : { ...request, headers: { ...request.headers, [header]: url } };

const content = (
  { method, headers }: ResolvedDeliver,
  { value }: WireRecord,
): Pick<EffectRequest, 'headers' | 'data'> => {
  if ('tombstone' in value) return { headers: { ...headers, 'Sluice-Tombstone': 'true' } };
  if (method === 'GET') return { headers };
  if ('json' in value) {
    return { headers: { 'Content-Type': 'application/json', ...headers }, data: jsonText(value) };
  }
  if ('text' in value) return { headers, data: value.text };
  return 'base64' in value ? { headers, data: Buffer.from(value.base64, 'base64') } : { headers };
};

const pathSegment = (name: string, text = ''): string => {
  if (text === '') throw new Error(`The path needs {${name}}, but the record has no text or number there.`);
  // Encoded or not, these two would climb out of the path.
  if (text === '.' || text === '..') throw new Error(`The path cannot hold ${JSON.stringify(text)} as {${name}}.`);
  return encodeURIComponent(text);
};
