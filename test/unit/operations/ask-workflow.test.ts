import type { Client } from '@temporalio/client';
import { AskingTime } from '../../../src/operations/asking-time';
import { askWorkflow } from '../../../src/operations/ask-workflow';

test('Workflows are asked only as long as there is time for all of them together, and nobody waits for the others.', async () => {
  const deadlines: number[] = [];
  const client = {
    withDeadline: (deadline: number, ask: () => Promise<unknown>) => {
      deadlines.push(deadline - Date.now());
      return ask();
    },
    workflow: { getHandle: (id: string) => ({ query: () => Promise.resolve(id) }) },
  } as unknown as Client;
  await AskingTime.within(1_000, async () => {
    expect(await askWorkflow(client, 'one', 'status')).toBe('one');
    expect(await AskingTime.within(0, () => askWorkflow(client, 'two', 'status'))).toBeUndefined();
  });
  expect(await askWorkflow(client, 'three', 'status')).toBe('three');
  expect(deadlines[0]).toBeLessThanOrEqual(1_000);
  expect(deadlines[1]).toBeGreaterThan(4_000);
  expect(deadlines).toHaveLength(2);
});
