import type { ResolvedRoute } from '../config/route/resolved-route';
import type { Log } from '../log';
import { registrySchemaId } from './framing';

/** Says once for a route that its keys seem to be framed: under two schema ids, one key would be two. */
export const framedKeyWarning = ({ name, key: format }: ResolvedRoute, log: Log): ((key: Buffer) => void) => {
  let told = format !== 'utf8';
  return (key) => {
    if (told) return;
    const schemaId = registrySchemaId(key);
    // Small numbers as keys have zeros there.
    if (schemaId === undefined || schemaId === 0 || key.length === 5) return;
    told = true;
    log.warn(
      { route: name, schemaId, bytes: key.length },
      'keys seem to be framed by a schema registry: one key under two schema ids is two keys, whose order is not kept; ' +
        "if these keys are integers or UUIDs instead, set the route's `key`",
    );
  };
};
