import { heldWorkflowId } from '../../../src/model/names/workflow-id';
import { heldWorkflow } from '../../../src/operations/route-workflows';

test('The id of a held-key workflow tells which run was closed.', () => {
  const heldId = heldWorkflowId('bank/transfers/a%7Eheld', 'run-1');
  expect(heldWorkflow(heldId)).toEqual({ heldId, workflowId: 'bank/transfers/a%7Eheld', closedRunId: 'run-1' });
});

test("An id of another form is no held key's.", () => {
  for (const id of ['bank/transfers/a', '', 'bank/transfers/~lane-0-of-4']) expect(heldWorkflow(id)).toBeUndefined();
});
