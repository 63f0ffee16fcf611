import { registryFrame } from './framing';

/** The schema's number of a key that seems to be framed by a schema registry; undefined if it does not. */
export const framedKeySchema = (key: Buffer): number | undefined => {
  const frame = registryFrame(key);
  // Integers and pairs of them may begin so as well.
  const isNumber = key.length === 5 || (frame?.idBytes === 8 && key.length % 4 === 0 && key.length > 12);
  return isNumber ? undefined : frame?.schemaId;
};

/** What follows from such keys, and what to do. */
export const FRAMED_KEYS =
  'keys seem to be framed by a schema registry: one key under two schema ids is two keys, whose order is not kept; ' +
  "if these keys are integers or UUIDs instead, set the route's `key`";
