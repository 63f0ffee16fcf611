import type { PublishValue } from '../model/contract/outbox-contract';

/** Makes the bytes of a published value. Formats of a schema registry fit in here. */
export interface Encoder {
  /** `null` is a tombstone. @throws Error in words, when the value is not of a kind that the encoder takes. */
  encode(value: PublishValue): Buffer | null;
}
