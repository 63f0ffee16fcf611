// What a run does not hand on because it would be too large: answers of head records, whose calls are made again under
// the same idempotency keys. Each leaves a doubt in its place (I12), by which its call is known: when it was made, where
// it went and what it sent. So an API that forgets keys is not asked again, and nor is another request sent.
import type { CarriedChain, StepResult } from '../../model/contract/contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { jsonSize } from '../../model/json/json-size';
import { revisionOf } from '../../model/names/record-name';
import { UnknownOutcomes } from '../../model/doubts/unknown-outcomes';

/** What a key is said to have been sent as that is not the one to be sent now: no form of a key is called like this. */
const ANOTHER_KEY = 'another-key';

interface Droppable {
  readonly chain: number;
  readonly step: string;
  readonly left: Left;
  readonly saved: number;
}

/** What is handed on in place of a result. */
interface Left {
  readonly result?: StepResult;
  readonly doubt?: UnknownOutcome;
}

/** Drops answers until `bytes` are saved, the largest first. */
export const withoutAnswers = (chains: readonly CarriedChain[], bytes: number): readonly CarriedChain[] => {
  const dropped = new Map<number, Droppable[]>();
  let saved = 0;
  for (const one of chains.flatMap(droppable).sort((first, second) => second.saved - first.saved)) {
    if (saved >= bytes || one.saved <= 0) break;
    saved += one.saved;
    const others = dropped.get(one.chain);
    if (others === undefined) dropped.set(one.chain, [one]);
    else others.push(one);
  }
  return chains.map((chain, index) => without(chain, dropped.get(index) ?? []));
};

/** Drops all answers, and says of each chain no more than that something was done, or may have been. */
export const withoutAnyAnswers = (chains: readonly CarriedChain[]): readonly CarriedChain[] =>
  chains.map((chain, index) => {
    const { doubts = [], doneCalls = [], lost, ...others } = withoutClaims(without(chain, droppable(chain, index)));
    const first = doneCalls.reduce((since, call) => Math.min(since, call.since), Infinity);
    const all = new UnknownOutcomes(
      doubts.map(({ since, cause, revision, sentAs }) => ({
        since,
        cause,
        ...(revision === undefined ? {} : { revision }),
        ...(sentAs === ANOTHER_KEY ? { sentAs } : {}),
      })),
    );
    return {
      ...others,
      // As many records as before are in doubt, but it is no longer known where they stand.
      ...(lost === undefined ? {} : { lost: { since: lost.since, records: lost.records } }),
      ...(first === Infinity ? {} : { doneCalls: [{ since: first, cause: 'done-before' as const }] }),
      ...(all.all.length === 0 ? {} : { doubts: all.all }),
    };
  });

const droppable = (chain: CarriedChain, index: number): readonly Droppable[] =>
  Object.entries(chain.headSteps ?? {}).flatMap(([step, result]) => {
    const left = leftOf(chain, step, result);
    if (left === undefined) return [];
    const call = left.doubt === undefined ? undefined : callOf(chain, step);
    const before = sizeOf(result) + (call === undefined ? 0 : sizeOf(call));
    return [{ chain: index, step, left, saved: before - sizeOf(left) }];
  });

/** Undefined if the result must be kept: there is no answer in it. */
const leftOf = (chain: CarriedChain, step: string, result: StepResult): Left | undefined => {
  if (result === null) return undefined;
  if (!('wait' in result) && chain.safeCalls?.includes(step) === true) return {};
  if (!('wait' in result)) return { doubt: doubtOf(chain, step) };
  // The child can be asked again for as long as Temporal keeps it.
  return result.wait === 'child' ? { result: { wait: 'child', attempt: result.attempt, started: true } } : undefined;
};

/** Of what older versions kept, nobody knows when it was made. */
const doubtOf = (chain: CarriedChain, step: string): UnknownOutcome => {
  const call = callOf(chain, step);
  const now = revisionNow(chain);
  const { revision = 0, ...mark } = call ?? { since: restOf(chain)?.since ?? 0 };
  // An edited record keeps its done steps, whose calls had the keys of another revision: this one would be a new effect.
  const sameKey = revision === now && (call !== undefined || now === 0);
  return {
    step,
    ...mark,
    cause: 'answer-dropped',
    ...(sameKey ? {} : { sentAs: ANOTHER_KEY }),
    ...(now === 0 ? {} : { revision: now }),
  };
};

const callOf = ({ doneCalls = [] }: CarriedChain, step: string): UnknownOutcome | undefined =>
  doneCalls.find((call) => call.step === step);

/** The calls of which no more is known than when the first one was made, see `DoneCalls`. */
const restOf = ({ doneCalls = [] }: CarriedChain): UnknownOutcome | undefined =>
  doneCalls.find(({ step }) => step === undefined);

const revisionNow = ({ waiting: [head], newEffects }: CarriedChain): number => {
  const record = head !== undefined && 'record' in head ? head.record : undefined;
  const redriven = head !== undefined && 'redriven' in head ? head.redriven : undefined;
  return revisionOf(record, redriven, newEffects).revision ?? 0;
};

const without = (chain: CarriedChain, dropped: readonly Droppable[]): CarriedChain => {
  if (dropped.length === 0) return chain;
  const { headSteps, doubts = [], doneCalls = [], safeCalls = [], ...others } = chain;
  const steps = new Map(Object.entries(headSteps ?? {}));
  for (const { step, left } of dropped) {
    if (left.result === undefined) steps.delete(step);
    else steps.set(step, left.result);
  }
  const calls = doneCalls.filter(({ step }) => step === undefined || steps.has(step));
  const safe = safeCalls.filter((step) => steps.has(step));
  const outcomes = new UnknownOutcomes([...doubts, ...dropped.flatMap(({ left }) => left.doubt ?? [])]);
  return {
    ...others,
    ...(steps.size === 0 ? {} : { headSteps: Object.fromEntries(steps) }),
    ...(calls.length === 0 ? {} : { doneCalls: calls }),
    ...(safe.length === 0 ? {} : { safeCalls: safe }),
    ...(outcomes.all.length === 0 ? {} : { doubts: outcomes.all }),
  };
};

const withoutClaims = (chain: CarriedChain): CarriedChain =>
  Object.fromEntries(Object.entries(chain).filter(([name]) => name !== 'headClaims')) as unknown as CarriedChain;

const sizeOf = (value: unknown): number => jsonSize(JSON.stringify(value));
