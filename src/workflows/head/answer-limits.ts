// Limits on answers. They are carried from run to run, so that no call is repeated and no callback is lost.
import type { CallbackAnswer } from '../../model/contract/callback-contract';
import type { StepResult } from '../../model/contract/contract';
import { defined } from '../../model/defined';
import { jsonSize } from '../../model/json/json-size';
import { EffectError } from './record-failure';

/** Limit for the answers of all steps of one record. */
const RECORD_BYTES = 256 * 1024;
/** Limit for all chains of a workflow, on callbacks that their callers were promised would be kept. */
const ROOM_BYTES = 192 * 1024;
/** Bytes for outcome, hash and braces. */
const OVERHEAD = 100;

/** Bytes of the answers that one record's handler received, its earlier attempts included. */
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

/** Room for callback answers that their records have not consumed yet. */
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

const answerBytes = ({ data, source = '' }: CallbackAnswer): number =>
  OVERHEAD + (data === undefined ? 0 : jsonSize(JSON.stringify(data))) + jsonSize(source);
