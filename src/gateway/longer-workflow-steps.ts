/**
 * Options of a Temporal worker: one step of a workflow may take 30 s. When the SDK stops a longer one, Node ends the whole
 * process ("async hook stack has become corrupted"), so that the SDK's own 5 s would be a crash wherever a lane of
 * thousands of keys meets a busy machine. The SDK takes this option without declaring it: a test holds it to that.
 */
export const LONGER_WORKFLOW_STEPS = { isolateExecutionTimeout: '30s' } as const;
