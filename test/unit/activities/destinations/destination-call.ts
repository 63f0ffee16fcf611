import type { DestinationCall } from '../../../../src/activities/destinations/call/destination';
import { retry } from '../retry';

/** A call like any other, but for what is given. */
export const destinationCall = (given: Partial<DestinationCall> = {}): DestinationCall => ({
  request: {},
  idempotencyKey: 'key',
  token: 1,
  caller: 'key',
  answer: false,
  loss: 'number',
  signal: new AbortController().signal,
  retry: retry(),
  batch: {},
  mustStop: () => false,
  ...given,
});
