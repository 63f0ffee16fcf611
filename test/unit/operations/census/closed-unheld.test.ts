import type { Client } from '@temporalio/client';
import { heldWorkflowId } from '../../../../src/model/names/workflow-id';
import { closedUnheld } from '../../../../src/operations/census/closed-unheld';

type Run = readonly [id: string, status: 'Terminated' | 'Running' | 'Completed', began: number];

/** A visibility that answers as many queries as are asked, by what each selects. */
const clientOf = (runs: readonly Run[], held: readonly string[] = []) => {
  const queries: string[] = [];
  const client = {
    workflow: {
      async *list({ query }: { readonly query: string }) {
        await Promise.resolve();
        queries.push(query);
        if (query.includes("WorkflowType = 'sluiceHeld'")) {
          yield* held.map((id) => ({ workflowId: heldWorkflowId(id, 'run') }));
          return;
        }
        for (const [workflowId, status, began] of runs)
          if (query.includes(`'${status}'`) && (!query.includes(" IN ('g/r/") || query.includes(`'${workflowId}'`)))
            yield { workflowId, startTime: new Date(began) };
      },
    },
  } as unknown as Client;
  return { client, queries };
};

const found = (runs: readonly Run[], held?: readonly string[]) => closedUnheld(clientOf(runs, held).client, 'g', 'r');

test('Workflows that somebody closed are counted until they are restarted, and once however often they were closed.', async () => {
  expect(
    await found([
      ['g/r/a', 'Terminated', 1],
      ['g/r/b', 'Terminated', 1],
      ['g/r/b', 'Running', 2],
      ['g/r/c', 'Terminated', 1],
      ['g/r/c', 'Terminated', 3],
      ['g/r/d', 'Terminated', 1],
      ['g/r/d', 'Completed', 2],
      ['g/r/e', 'Completed', 1],
      ['g/r/e', 'Terminated', 2],
    ]),
  ).toEqual({ workflows: 3, complete: true });
});

test('A closed workflow for which records have come is counted as held, and not here.', async () => {
  const closed: readonly Run[] = [
    ['g/r/a', 'Terminated', 1],
    ['g/r/b', 'Terminated', 1],
  ];
  expect(await found(closed, ['g/r/a'])).toEqual({ workflows: 1, complete: true });
  expect(await found(closed, ['g/r/a', 'g/r/b'])).toBeUndefined();
});

test('A route whose workflows nobody has closed costs one question, and one with too many says so.', async () => {
  const { client, queries } = clientOf([['g/r/a', 'Running', 1]]);
  expect(await closedUnheld(client, 'g', 'r')).toBeUndefined();
  expect(queries).toHaveLength(1);
  const many = Array.from({ length: 1_200 }, (_, index): Run => [`g/r/key-${index}`, 'Terminated', 1]);
  expect(await found(many)).toEqual({ workflows: 1_000, complete: false });
});
