import type { RecordsSignal } from '../model/contract/contract';
import type { SignalTarget } from '../records/record-encoder';

/**
 * What became of a call. Only `durable` lets the records' offsets be committed (I1).
 * - `unknown`: no answer in time or the connection broke; the same must be sent again before anything later (I2).
 * - `busy`: the workflow is just closing its run to continue as new; again at once.
 * - `throttled`: the server asks for less.
 * - `full`: the run has taken all the signals, or nearly all the bytes, that a run may; it must get its turn first.
 * - `heavy`: not sent, because the run should get no more payloads; the same records by reference are welcome.
 * - `too-large`: the server refuses the size.
 * - `failed`: anything else, for example missing permissions; not cured soon, and nothing is dropped for it.
 */
export type SendResult =
  | { readonly kind: 'durable' }
  | {
      readonly kind: 'unknown' | 'busy' | 'throttled' | 'full' | 'too-large' | 'heavy' | 'failed';
      readonly message: string;
    };

/** Port to Temporal. Resolves, never rejects. */
export interface SignalSender {
  /** `bytes`: about what the records take in the signal. */
  send(target: SignalTarget, signal: RecordsSignal, bytes: number): Promise<SendResult>;
}
