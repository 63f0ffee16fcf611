// How workflows listen: whoever may write to Temporal may send anything under any name, and no input may fail a
// workflow's task, where it would be tried for ever. So each argument is decoded and looked at before anything is touched.
import { ApplicationFailure } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { REFUSED } from '../../model/keys/key-commands';
import type { Guard } from '../../model/wire/plain-shapes';
import type { Refusals } from './refusals';
import { isShallow } from '../../model/wire/json-bounds';
import { decoded, UNDECODED } from './undecoded';

/** Takes a signal whose argument is what `guard` says, and refuses any other. */
export const onSignal = <T>(name: string, guard: Guard<T>, take: (value: T) => void, refusals: Refusals): void => {
  setHandler(defineSignal<[unknown]>(name, UNDECODED), (argument: unknown) => {
    const value = decoded(argument);
    if (guard(value) && isShallow(value)) take(value);
    else refusals.refuse(name);
  });
};

/** Takes a signal whatever its arguments are. */
export const onBareSignal = (name: string, take: () => void): void => {
  setHandler(defineSignal(name, UNDECODED), take);
};

/** `validate` throws in words if the Update cannot be done, and changes nothing; `act` does it. */
export interface CheckedUpdate<T, Answer> {
  readonly validate?: (value: T) => void;
  readonly act: (value: T) => Answer;
}

/**
 * Answers an Update. What its validator refuses leaves nothing in the history; what one has let through is done, also in
 * a replay by a version that would refuse it.
 */
export const onUpdate = <T, Answer>(name: string, guard: Guard<T>, update: CheckedUpdate<T, Answer>): void => {
  const { validate = (): void => undefined, act } = update;
  setHandler(defineUpdate<Answer, [unknown]>(name, UNDECODED), (argument: unknown) => act(decoded(argument) as T), {
    validator: (argument: unknown) => {
      validate(checked(name, guard, argument));
    },
  });
};

export const onQuery = <T>(name: string, guard: Guard<T>, answer: (value: T) => unknown): void => {
  setHandler(defineQuery<unknown, [unknown]>(name, UNDECODED), (argument: unknown) =>
    answer(checked(name, guard, argument)),
  );
};

/** Answers a query whatever its arguments are. */
export const onBareQuery = (name: string, answer: () => unknown): void => {
  setHandler(defineQuery<unknown>(name, UNDECODED), () => answer());
};

const checked = <T>(name: string, guard: Guard<T>, argument: unknown): T => {
  const value = decoded(argument);
  if (guard(value) && isShallow(value)) return value;
  throw ApplicationFailure.nonRetryable(
    `${name}: its argument is not what Sluice sends. Use the command line, or see docs/internals/workflow.md.`,
    REFUSED,
  );
};
