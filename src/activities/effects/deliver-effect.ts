import type { ResolvedDeliver } from '../../config/route/resolved-route';
import { DELIVER_STEP, type Effect, type EffectRequest } from '../../model/contract/effect-contract';
import { jsonText } from '../../model/json/json-text';
import type { Stream, WireRecord } from '../../model/contract/record';
import { leavesSegment } from '../destinations/request/leaves-segment';
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
  const { method, path, headers } = deliverCall(deliver, record.value) ?? deliver;
  return {
    step: DELIVER_STEP,
    index: 1,
    destination: deliver.to,
    request: {
      method,
      path: filledPath(path, (name) => (name === 'callback' ? callback : templateContent(name, stream, record))),
      headers: deliverHeaders({ ...deliver, headers }, stream, record, callback),
      ...(method === 'GET' ? {} : content(record)),
    },
  };
};

const content = ({ value }: WireRecord): Pick<EffectRequest, 'data'> => {
  if ('json' in value) return { data: jsonText(value) };
  if ('text' in value) return { data: value.text };
  return 'base64' in value ? { data: Buffer.from(value.base64, 'base64') } : {};
};

const VARIABLE = /\{([^}]*)\}/g;

const filledPath = (template: string, contentOf: (name: string) => string | Buffer | undefined): string => {
  const query = template.replace(VARIABLE, (match) => '_'.repeat(match.length)).indexOf('?');
  return template.replace(VARIABLE, (_match, name: string, at: number) => {
    const content = contentOf(name);
    const inQuery = query >= 0 && at > query;
    if (content === undefined || (content.length === 0 && !inQuery)) {
      throw new Error(`The path needs {${name}}, but the record has no text or number there.`);
    }
    const text = typeof content === 'string' ? content : content.toString('latin1');
    if (!inQuery && leavesSegment(text)) {
      throw new Error(
        `The path cannot hold ${JSON.stringify(text.slice(0, 100))} as {${name}}: it would leave its segment.`,
      );
    }
    return typeof content === 'string' ? encodeURIComponent(content) : encodedBytes(content);
  });
};

/** Bytes as `encodeURIComponent` writes those of text. */
const encodedBytes = (bytes: Buffer): string =>
  Array.from(bytes, (byte) =>
    byte < 0x80 ? encodeURIComponent(String.fromCharCode(byte)) : `%${byte.toString(16).toUpperCase()}`,
  ).join('');
