import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { Guard } from '../../model/wire/plain-shapes';
import { decoded, UNDECODED } from './undecoded';

/** Type of the failure with which a workflow ends that was started with something else than its input. */
export const START_REFUSED = 'SluiceStartRefused';

/**
 * Makes a workflow of a function. A stranger's input fails the workflow at once: it holds nothing yet, and records that
 * come for its key wait beside it until the key is restarted. In a run that follows another one only the task fails,
 * because what that one carried must not be lost (I7).
 */
export const checkedStart = <T, R>(guard: Guard<T>, run: (input: T) => Promise<R>): ((input: T) => Promise<R>) => {
  const workflow = async (argument: unknown): Promise<R> => {
    const input = decoded(argument);
    if (guard(input)) return run(input);
    const { workflowType, continuedFromExecutionRunId } = workflowInfo();
    const message = `${workflowType} was started with something else than its input. A gateway starts it by itself.`;
    if (continuedFromExecutionRunId !== undefined) throw new Error(message);
    throw ApplicationFailure.nonRetryable(message, START_REFUSED);
  };
  return Object.assign(workflow, { staticOptions: UNDECODED });
};
