// This is part of contract.ts and stored in histories likewise.
import type { StreamWatermarks } from './stream-watermarks';

/** An attempt of which nobody knows how far it got. */
export interface CarriedLoss {
  /** When it began, milliseconds since the epoch. */
  readonly since: number;
  /** Number of records behind the head that it was to perform. */
  readonly records: number;
  /** Up to which positions these are. Older versions knew only how many there were. */
  readonly marks?: readonly StreamWatermarks[];
  /** Redriven ones among them, each as text. */
  readonly letters?: readonly string[];
}
