import type { ResolvedRetry } from '../../config/destination/resolved-destination';
import type { Effect, RecordWork } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { idempotencyKey } from '../../model/names/idempotency-key';
import { isSafe } from '../../model/doubts/is-safe';
import { positionToken } from '../../model/positions/position-token';
import { traceParentText } from '../../model/trace-parent';
import { namesItsTrace } from '../names-its-trace';
import { causedSpan } from '../../telemetry/caused-span';
import type { CallResult, Destination } from '../destinations/call/destination';
import type { ChainEnvironment } from './chain-environment';
import type { PreparedEffect } from './prepared-effect';
import type { RecordDoubts } from './record-doubts';

export interface CallingChain {
  readonly environment: ChainEnvironment;
  readonly chain: string;
  readonly doubts: RecordDoubts;
  /** When the payload of the record was read back from Kafka. */
  readonly readAt: number | undefined;
}

/** Makes the call of one effect, if it may be made. It never throws. */
export const effectCall = async (
  calling: CallingChain,
  record: RecordWork,
  prepared: PreparedEffect,
): Promise<CallResult> => {
  const { effect, callback } = prepared;
  const { destinations, replies } = calling.environment;
  const destination = destinations.get(effect.destination);
  if (destination === undefined) {
    const known = Array.from(destinations.keys()).join(', ');
    const message = `The configuration has no destination ${JSON.stringify(effect.destination)}; it has: ${known}.`;
    return { failure: { code: 'destination-unknown', message, terminal: true } };
  }
  const call = async (): Promise<CallResult> => {
    const result = await guarded(calling, destination, record, prepared);
    // The words of a call that broke come from where nothing has removed the callback's URL yet.
    return callback !== undefined && result !== 'not-begun' && 'failure' in result ? callback.outOf(result) : result;
  };
  if (effect.answer !== true) return call();
  const { maxAnswerBytes } = destination;
  // If there is no room to return its answer, the effect must not be done: it would be repeated without end.
  if (!replies.reserve(maxAnswerBytes)) return 'not-begun';
  let used = 0;
  try {
    const result = await call();
    if (result !== 'not-begun' && 'response' in result) used = Buffer.byteLength(JSON.stringify(result.response));
    return result;
  } finally {
    replies.release(maxAnswerBytes - used);
  }
};

const guarded = (
  { environment, chain, doubts, readAt }: CallingChain,
  destination: Destination,
  record: RecordWork,
  { effect, callback, trace }: PreparedEffect,
): Promise<CallResult> => {
  const { gateway, signal, workflowId } = environment;
  const key = effectKey(gateway, record, effect);
  // What a route copies from the record is not what a handler gives to its call.
  const own = record.effects !== undefined && namesItsTrace(effect.request);
  const place = own ? undefined : causedSpan(trace, key);
  return doubts.guard(effect, destination, signal, async (barred) => {
    const result = await destination.call({
      request: effect.request,
      idempotencyKey: key,
      token: positionToken(record.sequence, effect.index),
      ...defined({ trace: place && traceParentText(place) }),
      caller: `${workflowId} ${chain}`,
      answer: effect.answer === true,
      ...(isSafe(effect) ? { safe: true } : {}),
      loss: effect.digits === true ? 'digit' : 'number',
      retry: retryOf(environment, destination),
      batch: environment,
      ...defined({ sleeper: environment.sleeper }),
      signal,
      mustStop: () => environment.mustStop(readAt) || barred(),
    });
    return callback === undefined ? result : callback.outOf(result);
  });
};

export const effectKey = (gateway: string, { stream, position, revision = 0 }: RecordWork, { step }: Effect): string =>
  idempotencyKey({ gateway, stream, position, revision, step });

/** The policy of a call: the route's options override the destination's, one by one. */
export const retryOf = ({ route }: ChainEnvironment, { retry }: Pick<Destination, 'retry'>): ResolvedRetry => ({
  ...retry,
  ...route?.retry,
});
