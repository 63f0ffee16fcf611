import type { WireRecord } from '../contract/record';

/**
 * True for a record that could not be decoded when it was stored. It is read from Kafka once more when its turn comes,
 * because the options of its route may have changed since. An edited record is only here.
 */
export const isUndecoded = ({ value, revision }: WireRecord): boolean =>
  'undecodable' in value && !('source' in value) && revision === undefined;
