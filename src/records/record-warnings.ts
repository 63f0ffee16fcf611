import type { ResolvedRoute } from '../config/route/resolved-route';
import type { Log } from '../log';
import { framedKeyWarning } from './framed-key-warning';
import type { SourceRecord } from './record-source';

/** What stands in a name in the place of bytes that are not UTF-8, which is how Kafka writes names. */
const REPLACED = '\uFFFD';

/** Tells of records of a route that are not what they seem, each kind of them once. */
export const recordWarnings = (
  route: ResolvedRoute,
  log: Log,
): ((record: Pick<SourceRecord, 'key' | 'headers' | 'offset'>) => void) => {
  const framed = framedKeyWarning(route, log);
  let named = false;
  return ({ key, headers, offset }) => {
    if (key !== null) framed(key);
    if (named) return;
    const changed = headers.find(([name]) => name.includes(REPLACED))?.[0];
    if (changed === undefined) return;
    named = true;
    log.warn({ route: route.name, header: changed.slice(0, 100), offset: offset.toString() }, CHANGED_NAMES);
  };
};

const CHANGED_NAMES =
  'a header has a name that is not UTF-8, as names of headers are in Kafka: it has U+FFFD in the place of those bytes, ' +
  'for handlers and wherever it is copied, so that two names may be one; mend its producer';
