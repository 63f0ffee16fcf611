import type { StepResult } from '../../model/contract/contract';
import { jsonSize } from '../../model/json-size';
import { EffectError } from '../handler/effect-error';
import { defined } from '../../model/defined';

/** Of one record: its answers are carried from run to run. */
const MAX_BYTES = 256 * 1024;

/** Bytes of the answers that one record's handler got, those of its earlier attempts included. */
export class AnswerBudget {
  private used: number;

  constructor(known: ReadonlyMap<string, StepResult>) {
    this.used = known.size === 0 ? 0 : jsonSize(JSON.stringify(Array.from(known.values())));
  }

  /** @throws EffectError `response-too-large` */
  take(step: string, bytes: number, destination?: string): void {
    this.used += bytes;
    if (this.used <= MAX_BYTES) return;
    throw new EffectError({
      code: 'response-too-large',
      message: `The answers to one record's calls may have ${MAX_BYTES} bytes together, got ${this.used}.`,
      step,
      ...defined({ destination }),
    });
  }
}
