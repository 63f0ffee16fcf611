import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { START_REFUSED } from '../../model/contract/release-contract';
import type { Guard } from '../../model/wire/plain-shapes';
import { decoded, UNDECODED } from './undecoded';

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
    const isInput = continuedFromExecutionRunId === undefined ? whole : guard;
    if (isInput(input)) return run(input);
    const message = `${workflowType} was started with something else than its input. A gateway starts it by itself.`;
    if (continuedFromExecutionRunId !== undefined) throw new Error(message);
    throw ApplicationFailure.nonRetryable(message, START_REFUSED);
  };
  return Object.assign(workflow, { staticOptions: UNDECODED });
};
