// What a workflow logs leaves its thread as a copy. Of what cannot be copied, such as a function among the fields, the copy
// fails the task of the workflow for ever; and if copying throws what is no error, as an odd getter may, it ends the worker.
// Handlers may log by Temporal's own package, and the SDK itself logs what a workflow throws.
//
// It wraps `BaseVMWorkflow.getAndResetSinkCalls` of @temporalio/worker 1.24.0.
import { EVENT_SINK } from '../../model/keys/key-event';
import { thrownText } from '../../model/thrown-text';
import type { SdkModule } from './sdk-module';

type Clone = (value: unknown) => unknown;

/** Texts are found where objects stood. */
const plain = (_name: string, part: unknown): unknown =>
  typeof part === 'bigint' || typeof part === 'function' || typeof part === 'symbol' ? String(part) : part;

const sendable = (part: unknown, clone: Clone): unknown => {
  try {
    clone(part);
    return part;
  } catch {
    try {
      return JSON.parse(JSON.stringify(part, plain)) as unknown;
    } catch (error) {
      return { notLogged: thrownText(error) };
    }
  }
};

/** Makes sure that what a workflow logs can be copied. `clone` is of the realm of the SDK. */
export const sendSinkCalls = ({ BaseVMWorkflow }: SdkModule, clone: Clone): void => {
  const workflow = BaseVMWorkflow?.prototype;
  if (typeof workflow?.getAndResetSinkCalls !== 'function') return;
  const { getAndResetSinkCalls } = workflow;
  workflow.getAndResetSinkCalls = function () {
    for (const call of this.activator.sinkCalls) {
      // Ours are plain.
      if (call.ifaceName !== EVENT_SINK) call.args = call.args.map((part) => sendable(part, clone));
    }
    return getAndResetSinkCalls.call(this);
  };
};
