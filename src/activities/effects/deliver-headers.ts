import type { ResolvedDeliver } from '../../config/route/resolved-route';
import type { Stream, WireRecord } from '../../model/contract/record';
import { copiedHeaders } from './copied-headers';
import { templateContent } from './template-content';

/** The same variables as the schema takes; any other brace is text. */
const VARIABLE = /\{((?:key|topic|partition|offset)|(?:value|header)\.[^{}\s]+)\}/g;

/**
 * The headers of a `deliver` route's request, later ones over earlier ones: the type of JSON, those that are copied from
 * the record, those of the route, and Sluice's own.
 * @throws Error in words, when the record lacks what they ask for.
 */
export const deliverHeaders = (
  { method, headers, copyHeaders, callbackHeader }: ResolvedDeliver,
  stream: Stream,
  record: WireRecord,
  callback: string | undefined,
): Readonly<Record<string, string>> => {
  const set = new Map<string, readonly [name: string, value: string]>();
  const put = (name: string, value: string): void => {
    set.set(name.toLowerCase(), [name, value]);
  };
  if ('json' in record.value && method !== 'GET') put('Content-Type', 'application/json');
  for (const [name, value] of copiedHeaders(copyHeaders, record)) put(name, value);
  for (const [name, template] of Object.entries(headers)) put(name, filled(name, template, stream, record));
  if ('tombstone' in record.value) put('Sluice-Tombstone', 'true');
  if (callback !== undefined) put(callbackHeader, callback);
  return Object.fromEntries(set.values());
};

const filled = (header: string, template: string, stream: Stream, record: WireRecord): string =>
  template.replace(VARIABLE, (_match, name: string) => {
    const content = templateContent(name, stream, record);
    if (content === undefined) {
      throw new Error(`The header ${JSON.stringify(header)} needs {${name}}, but the record has nothing there.`);
    }
    if (name === 'key' && typeof content !== 'string') {
      const instead = "let `key` of the route read it as 'hex', for example";
      throw new Error(`The header ${JSON.stringify(header)} needs {key}, but it is not UTF-8 text: ${instead}.`);
    }
    return typeof content === 'string' ? content : content.toString('latin1');
  });
