import { noopMetricMeter } from '@temporalio/common';
import { DefaultLogger, type WorkerOptions } from '@temporalio/worker';
import { LONGER_WORKFLOW_STEPS } from '../../../src/gateway/worker';

type Compile = (
  options: WorkerOptions,
  logger: DefaultLogger,
  meter: typeof noopMetricMeter,
) => { readonly isolateExecutionTimeoutMs: number };

test("Temporal's worker takes the time that a step of a workflow may take.", () => {
  const { compileWorkerOptions } = jest.requireActual<{ compileWorkerOptions: Compile }>(
    '@temporalio/worker/lib/worker-options',
  );
  const options = { taskQueue: 'any', activities: {}, ...LONGER_WORKFLOW_STEPS };
  const compiled = compileWorkerOptions(options, new DefaultLogger('ERROR'), noopMetricMeter);
  expect(compiled.isolateExecutionTimeoutMs).toBe(30_000);
});
