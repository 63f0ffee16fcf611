import type { ResolvedDeliver } from '../../config/route/resolved-route';
import { FIRST_ROUND, type AwaitedCallback, type CallbackPlace } from '../../model/contract/callback-contract';
import { DELIVER_STEP, type Effect, type EffectRequest, type RecordWork } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { recordName } from '../../model/names/record-name';
import type { WireRecord } from '../../model/contract/record';
import type { EffectDeps } from './effect-deps';
import { CallbackUrl } from './callback-url';
import { deliverEffect } from './deliver-effect';

/** An effect as it leaves, with the URL of the callback that its request carries. */
export interface PreparedEffect {
  readonly effect: Effect;
  readonly callback?: CallbackUrl;
  /** When Kafka got the record, milliseconds since the epoch; undefined if that does not matter. */
  readonly producedAt?: number;
  /** Where the record stands in its trace. */
  readonly trace?: string;
}

/** Where a chain's effects come from, as told by the URLs of their callbacks. */
export interface EffectOrigin {
  readonly chain: string;
  readonly workflowId: string;
  readonly callbackLinks: EffectDeps['callbackLinks'];
}

/** @throws Error in words, when a callback is wanted and the gateway takes none. */
const callbackUrl = (
  { chain, workflowId, callbackLinks }: EffectOrigin,
  work: RecordWork,
  { step, round, deadline, marker, steady }: CallbackPlace,
): CallbackUrl => {
  if (callbackLinks === undefined) {
    throw new Error('The effect needs a callback, but the configuration of this worker has no `callbacks`.');
  }
  const target = { workflowId, chain, record: recordName(work), step };
  const url = steady === true ? { ...target, round: FIRST_ROUND } : { ...target, round, deadline };
  return new CallbackUrl(callbackLinks.url(url), marker);
};

/** Prepares an effect of a handler. @throws Error in words. */
export const preparedEffect = (origin: EffectOrigin, work: RecordWork, effect: Effect): PreparedEffect => {
  const { producedAt, trace } = work;
  if (effect.callback === undefined) return { effect: withBytes(effect), ...defined({ producedAt, trace }) };
  const callback = callbackUrl(origin, work, effect.callback);
  const into = (request: EffectRequest): EffectRequest => callback.into(request);
  return { effect: withBytes(effect, into), callback, ...defined({ producedAt, trace }) };
};

/** The effect with its data, which no JSON text may hold on the way. */
const withBytes = (
  { bytes, ...effect }: Effect,
  into: (request: EffectRequest) => EffectRequest = (request) => request,
): Effect => {
  if (bytes === undefined) return { ...effect, request: into(effect.request) };
  const { method, query, headers } = effect.request;
  const request = into(defined({ method, path: bytes.path, query, headers }));
  return { ...effect, request: { ...request, data: Buffer.from(bytes.base64, 'base64') } };
};

/** Prepares the one effect of a record on a `deliver` route. @throws Error in words. */
export const preparedDelivery = (
  origin: EffectOrigin,
  work: RecordWork,
  deliver: ResolvedDeliver,
  record: WireRecord,
): PreparedEffect => {
  const its = { producedAt: record.timestamp, ...defined({ trace: record.trace }) };
  if (deliver.completes !== 'callback') return { effect: deliverEffect(deliver, work.stream, record), ...its };
  const place = { step: DELIVER_STEP, round: FIRST_ROUND, deadline: 0, marker: '***', steady: true } as const;
  const callback = callbackUrl(origin, work, place);
  const effect = { ...deliverEffect(deliver, work.stream, record, callback.url), callback: place };
  return { effect, callback, ...its };
};

/** The callback that settles a `deliver` record after its request; undefined if the request settles it. */
export const awaitedCallback = (deliver: ResolvedDeliver | undefined): AwaitedCallback | undefined =>
  deliver?.completes === 'callback'
    ? { step: DELIVER_STEP, destination: deliver.to, timeoutMs: deliver.callbackTimeoutMs }
    : undefined;
