// What answers may take up. They are carried from run to run, so that no call is made again and no callback gets lost.
import type { CallbackAnswer } from '../../model/contract/callback-contract';
import type { StepResult } from '../../model/contract/contract';
import { defined } from '../../model/defined';
import { jsonSize } from '../../model/json-size';
import { EffectError } from '../handler/record-failure';

/** Of one record: answers of all its steps. */
const RECORD_BYTES = 256 * 1024;
/** Of one workflow, over all its chains: callbacks of which a caller was promised that they are kept. */
const ROOM_BYTES = 192 * 1024;
/** Outcome, hash and braces. */
const OVERHEAD = 100;

/** Bytes of the answers that one record's handler got, those of its earlier attempts included. */
export class AnswerBudget {
  private used: number;

  constructor(known: ReadonlyMap<string, StepResult>) {
    this.used = known.size === 0 ? 0 : jsonSize(JSON.stringify(Array.from(known.values())));
  }

  /** @throws EffectError `response-too-large` */
  take(step: string, bytes: number, destination?: string): void {
    this.used += bytes;
    if (this.used <= RECORD_BYTES) return;
    throw new EffectError({
      code: 'response-too-large',
      message: `The answers to one record's calls may have ${RECORD_BYTES} bytes together, got ${this.used}.`,
      step,
      ...defined({ destination }),
    });
  }
}

/** Room for answers of callbacks that their records have not used up yet. */
export class AnswerRoom {
  private used = 0;

  constructor(private readonly limit = ROOM_BYTES) {}

  has(answer: CallbackAnswer): boolean {
    return this.used + answerBytes(answer) <= this.limit;
  }

  take(answer: CallbackAnswer): void {
    this.used += answerBytes(answer);
  }

  give(answer: CallbackAnswer): void {
    this.used -= answerBytes(answer);
  }
}

const answerBytes = ({ data }: CallbackAnswer): number =>
  OVERHEAD + (data === undefined ? 0 : jsonSize(JSON.stringify(data)));
