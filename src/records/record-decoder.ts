import type { WireValue } from '../model/record';

/** How a route reads its values. Called in the bridge, and again when a record is read back by reference. */
export interface RecordDecoder {
  /** Never throws for what a record may hold: undecodable bytes come back as such, with the cause in words. */
  decode(value: Buffer): WireValue;
}
