import type { CallbackAnswer } from '../../model/contract/callback-contract';
import { jsonSize } from '../../model/json-size';

/** Of one workflow, over all its chains: answers are carried, and a caller was promised that they are kept. */
const MAX_BYTES = 192 * 1024;
/** Outcome, hash and braces. */
const OVERHEAD = 100;

/** Room for answers of callbacks that their records have not used up yet. */
export class AnswerRoom {
  private used = 0;

  constructor(private readonly limit = MAX_BYTES) {}

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
