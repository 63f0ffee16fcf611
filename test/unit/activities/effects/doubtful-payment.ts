import type { CallFailure, CallResult, Destination } from '../../../../src/activities/destinations/call/destination';
import { judgeFailure } from '../../../../src/activities/effects/judge-failure';
import { RecordDoubts } from '../../../../src/activities/effects/record-doubts';
import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import type { Effect, EffectFailure, EffectRequest } from '../../../../src/model/contract/effect-contract';
import { retry } from '../retry';

/** The time of the doubts, in ms; a test turns it on. */
const clock = { now: 0 };

const effect = (request: EffectRequest = { data: 'same' }): Effect => ({
  step: 'pay',
  index: 1,
  destination: 'bank',
  request,
});

const bank = (idempotencyWindowMs?: number, keyForm = 'plain'): Destination => ({
  retry: retry(),
  onTerminal: undefined,
  idempotencyWindowMs,
  maxAnswerBytes: 1,
  callsUnderWay: 0,
  timeoutMs: 10_000,
  full: false,
  sentKey: (key) => key,
  keyForm,
  requestDigest: ({ data }) => String(data),
  call: () => Promise.reject(new Error('not called')),
});

const failedWith = (given: Partial<CallFailure>): Extract<CallResult, { readonly failure: unknown }> => ({
  failure: { code: 'timeout', message: 'Late.', terminal: false, perhapsDone: true, ...given },
});
const failed = (given: Partial<CallFailure>): CallResult => failedWith(given);
const REFUSED: CallFailure = {
  code: 'http-status',
  status: 409,
  message: 'HTTP 409',
  terminal: true,
  step: 'pay',
  destination: 'bank',
};
const going = new AbortController().signal;

const doubts = (known: readonly UnknownOutcome[] = [], revision = 0): RecordDoubts =>
  new RecordDoubts(known, revision, () => clock.now);

const make = (
  of: RecordDoubts,
  result: CallResult,
  { request, destination = bank() }: { readonly request?: EffectRequest; readonly destination?: Destination } = {},
): Promise<CallResult> => of.guard(effect(request), destination, going, () => Promise.resolve(result));

const judge = (of: RecordDoubts, failure: CallFailure, count = 2, maxAttempts = 0): EffectFailure =>
  of.judge(failure, (it) => judgeFailure(it, { count, ageMs: 0, retry: retry({ maxAttempts }) }));

/** One payment to a bank, the answers that it may get, and its doubts under a clock of their own. */
export const doubtfulPayment = { clock, effect, bank, failedWith, failed, REFUSED, going, doubts, make, judge };
