import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { failingTasks } from '../../../../src/operations/status/failing-tasks';

interface Server {
  /** Attempts of the task of each running workflow; 'slow' is not described in time, nor 'dropped', which the server drops. */
  readonly running: readonly (readonly [id: string, attempt: number | 'slow' | 'dropped'])[];
  /** Undefined from a server that cannot tell which have problems. */
  readonly reported?: readonly string[];
}

const grpc = (code: GrpcStatus): Error => Object.assign(new Error('grpc'), { code, details: '', metadata: {} });

const clientOf = ({ running, reported }: Server): Client => {
  const attempts = new Map(running);
  return {
    withDeadline: (_deadline: number, work: () => unknown) => work(),
    workflow: {
      async *list({ query }: { readonly query: string }) {
        await Promise.resolve();
        if (!query.includes('TemporalReportedProblems')) yield* running.map(([workflowId]) => ({ workflowId }));
        else if (reported === undefined) throw grpc(GrpcStatus.INVALID_ARGUMENT);
        else yield* reported.map((workflowId) => ({ workflowId }));
      },
      count: () => Promise.resolve({ count: running.length }),
      getHandle: (id: string) => ({
        describe: () => {
          const attempt = attempts.get(id);
          if (attempt === 'slow') return Promise.reject(grpc(GrpcStatus.DEADLINE_EXCEEDED));
          if (attempt === 'dropped') return Promise.reject(grpc(GrpcStatus.CANCELLED));
          return Promise.resolve({ raw: { pendingWorkflowTask: { attempt } } });
        },
      }),
    },
  } as unknown as Client;
};

test('A workflow whose task is tried for the third time fails, and one that is slow to describe hides no other.', async () => {
  const running = [
    ['g/r/a', 1],
    ['g/r/b', 3],
    ['g/r/c', 'slow'],
    ['g/r/d', 40],
  ] as const;
  expect(await failingTasks(clientOf({ running }), 'g', 'r')).toEqual({ ids: ['g/r/b', 'g/r/d'], unknown: 1 });
});

test('A workflow whose description the server drops at the deadline is slow, and hides no other either.', async () => {
  const running = [
    ...Array.from({ length: 3 }, (_, index) => [`g/r/${index}`, 9] as const),
    ['g/r/x', 'dropped'],
  ] as const;
  const client: Client = Object.assign(clientOf({ running }), {
    withDeadline: async <T>(deadline: number, work: () => Promise<T>): Promise<T> => {
      await new Promise((resolve) => setTimeout(resolve, deadline - Date.now() + 1));
      return work();
    },
  });
  expect(await failingTasks(client, 'g', 'r', 50)).toEqual({ ids: ['g/r/0', 'g/r/1', 'g/r/2'], unknown: 1 });
});

test('Workflows beyond the first 500 are unknown to a server that does not report problems.', async () => {
  const running = Array.from({ length: 620 }, (_, index) => [`g/r/${index}`, 1] as const);
  expect(await failingTasks(clientOf({ running }), 'g', 'r')).toEqual({ ids: [], unknown: 120 });
  expect(await failingTasks(clientOf({ running, reported: [] }), 'g', 'r')).toEqual({ ids: [], unknown: 0 });
});

test('A workflow beyond the first 500 that the server reports is found.', async () => {
  const running = Array.from({ length: 600 }, (_, index) => [`g/r/${index}`, index === 599 ? 9 : 1] as const);
  const server = { running, reported: ['g/r/599'] };
  expect(await failingTasks(clientOf(server), 'g', 'r')).toEqual({ ids: ['g/r/599'], unknown: 0 });
});

test('Whoever has a few seconds in all is told in that time, of however many workflows that are slow to describe.', async () => {
  const running = Array.from({ length: 300 }, (_, index) => [`g/r/${index}`, index === 0 ? 9 : 'slow'] as const);
  const began = Date.now();
  const waiting: Client = Object.assign(clientOf({ running, reported: [] }), {
    withDeadline: async <T>(deadline: number, work: () => Promise<T>): Promise<T> => {
      await new Promise((resolve) => setTimeout(resolve, deadline - Date.now()));
      return work();
    },
  });
  const found = await failingTasks(waiting, 'g', 'r', 200);
  expect(found.ids.length + found.unknown).toBe(50);
  expect(found.unknown).toBeGreaterThanOrEqual(49);
  expect(Date.now() - began).toBeLessThan(2_000);
});
