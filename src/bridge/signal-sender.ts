import type { RecordsSignal } from '../model/contract/contract';
import type { SignalTarget } from '../records/record-encoder';

/**
 * The outcome of a call. Only `durable` allows the records' offsets to be committed (I1).
 * - `unknown`: no answer came in time or the connection broke; send the same again before anything later (I2).
 * - `busy`: the workflow is closing its run to continue as new; send again at once.
 * - `throttled`: the server asks for less.
 * - `full`: the run has as many signals, or nearly as many bytes, as a run may have; it must get its turn first.
 * - `heavy`: not sent, because the run should get no more payloads; the same records may be sent by reference.
 * - `too-large`: the server refuses the size.
 * - `failed`: anything else, such as missing permissions; it will not pass soon, and no record is dropped for it.
 */
export type SendResult =
  | { readonly kind: 'durable' }
  | {
      readonly kind: 'unknown' | 'busy' | 'throttled' | 'full' | 'too-large' | 'heavy' | 'failed';
      readonly message: string;
    };

/** The port to Temporal. Its calls resolve and never reject. */
export interface SignalSender {
  /** `bytes` is the approximate size of the records in the signal. */
  send(target: SignalTarget, signal: RecordsSignal, bytes: number): Promise<SendResult>;
}
