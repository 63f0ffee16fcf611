import { writesIn } from '../../../bench/engine-updates';

test("Updates of an engine are the writes of users' workflows, whatever the order of labels.", () => {
  const metrics = [
    '# TYPE persistence_requests counter',
    'persistence_requests{namespace="default",operation="UpdateWorkflowExecution",service_name="history"} 40',
    'persistence_requests{operation="CreateWorkflowExecution",service_name="history",namespace="default"} 2',
    'persistence_requests{namespace="default",operation="GetWorkflowExecution",service_name="history"} 9',
    'persistence_requests{namespace="temporal_system",operation="UpdateWorkflowExecution",service_name="history"} 7',
    'persistence_requests{parent_namespace="default",namespace="x",operation="UpdateWorkflowExecution"} 5',
  ].join('\n');
  expect(writesIn(metrics)).toBe(42);
});
