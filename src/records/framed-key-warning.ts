import type { ResolvedRoute } from '../config/route/resolved-route';
import type { Log } from '../log';
import { FRAMED_KEYS, framedKeySchema } from './framed-key';

/** Says once for a route that its keys seem to be framed: under two schema ids, one key would be two. */
export const framedKeyWarning = ({ name, key: format }: ResolvedRoute, log: Log): ((key: Buffer) => void) => {
  let warned = format !== 'utf8';
  return (key) => {
    if (warned) return;
    const schemaId = framedKeySchema(key);
    if (schemaId === undefined) return;
    warned = true;
    log.warn({ route: name, schemaId, bytes: key.length }, FRAMED_KEYS);
  };
};
