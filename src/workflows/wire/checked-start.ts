import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { START_REFUSED } from '../../model/contract/release-contract';
import type { Guard } from '../../model/wire/plain-shapes';
import { isShallow } from '../../model/wire/json-bounds';
import { decoded, UNDECODED } from './undecoded';

/** A run that takes more may not be able to hand it on: Temporal terminates one that continues with 2 MB. */
const MAX_BYTES = 1_900_000;

/**
 * Makes a workflow of a function. A stranger's input fails the workflow at once: it holds nothing yet, and records that
 * come for its key wait beside it until the key is restarted. In a run that follows another one only the task fails,
 * because what that one carried must not be lost (I7); such an input need not be `whole`.
 */
export const checkedStart = <T, R>(
  guard: Guard<T>,
  run: (input: T) => Promise<R>,
  whole: Guard<T> = guard,
): ((input: T) => Promise<R>) => {
  const workflow = async (argument: unknown): Promise<R> => {
    const input = decoded(argument);
    const { workflowType, continuedFromExecutionRunId } = workflowInfo();
    const isFirst = continuedFromExecutionRunId === undefined;
    const isInput = isFirst ? whole : guard;
    if (isInput(input) && (!isFirst || fits(input))) return run(input);
    const message = `${workflowType} was started with something else than its input. A gateway starts it by itself.`;
    if (!isFirst) throw new Error(message);
    throw ApplicationFailure.nonRetryable(message, START_REFUSED);
  };
  return Object.assign(workflow, { staticOptions: UNDECODED });
};

const fits = (input: unknown): boolean => isShallow(input) && utf8Bytes(JSON.stringify(input)) <= MAX_BYTES;

const utf8Bytes = (text: string): number => {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Each half of a surrogate pair counts as two of its four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
};
