import { defaultPayloadConverter, type Payload } from '@temporalio/common';

/**
 * The first argument of a start or a signal in a history; undefined if there is none, or none that can be decoded:
 * whoever may write to Temporal may send anything.
 */
export const firstArgument = (payloads: readonly Payload[] | null | undefined): unknown => {
  const [payload] = payloads ?? [];
  if (payload === undefined) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined; // The workflow refused it likewise.
  }
};
