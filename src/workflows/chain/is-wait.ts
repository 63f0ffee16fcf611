import type { StepResult } from '../../model/contract/contract';
import type { RememberedWait } from '../../model/contract/remembered-wait';

/** True if the step is a wait of the handler, or a child, and no call. */
export const isWait = (result: StepResult): result is RememberedWait => result !== null && 'wait' in result;
