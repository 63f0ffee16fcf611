import type { ResolvedDeliver } from '../../config/route/resolved-route';
import { DELIVER_STEP, type Effect, type EffectRequest } from '../../model/contract/effect-contract';
import { jsonText } from '../../model/json-text';
import type { Stream, WireRecord } from '../../model/contract/record';
import { deliverCall } from './deliver-call';
import { deliverHeaders } from './deliver-headers';
import { templateContent } from './template-content';

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
): Effect => {
  const { method, path } = deliverCall(deliver, record.value) ?? deliver;
  return {
    step: DELIVER_STEP,
    index: 1,
    destination: deliver.to,
    request: {
      method,
      path: path.replace(/\{([^}]*)\}/g, (_match, name: string) =>
        pathSegment(name, name === 'callback' ? callback : templateContent(name, stream, record)),
      ),
      headers: deliverHeaders(deliver, stream, record, callback),
      ...(method === 'GET' ? {} : content(record)),
    },
  };
};

const content = ({ value }: WireRecord): Pick<EffectRequest, 'data'> => {
  if ('json' in value) return { data: jsonText(value) };
  if ('text' in value) return { data: value.text };
  return 'base64' in value ? { data: Buffer.from(value.base64, 'base64') } : {};
};

const pathSegment = (name: string, content: string | Buffer = ''): string => {
  if (content.length === 0) throw new Error(`The path needs {${name}}, but the record has no text or number there.`);
  // Encoded or not, these two would climb out of the path.
  if (['.', '..'].includes(content.toString())) {
    throw new Error(`The path cannot hold ${JSON.stringify(content.toString())} as {${name}}.`);
  }
  return typeof content === 'string' ? encodeURIComponent(content) : encodedBytes(content);
};

/** Bytes as `encodeURIComponent` writes those of text. */
const encodedBytes = (bytes: Buffer): string =>
  Array.from(bytes, (byte) =>
    byte < 0x80 ? encodeURIComponent(String.fromCharCode(byte)) : `%${byte.toString(16).toUpperCase()}`,
  ).join('');
