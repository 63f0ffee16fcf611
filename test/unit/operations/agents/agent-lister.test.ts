import { type Client, ServiceError } from '@temporalio/client';
import type { ResolvedAgent } from '../../../../src/config/agent/resolved-agent';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { AgentPage, AgentQuery, AgentStanding } from '../../../../src/model/contract/agent-contract';
import { AgentLister } from '../../../../src/operations/agents/agent-lister';

/** Agents by the workflow that they live in; it does not answer where this is undefined. */
type World = Readonly<Record<string, readonly string[] | undefined>>;

const answerOf = (world: World, workflowId: string, { after = '', limit }: AgentQuery): AgentPage => {
  const names = world[workflowId];
  if (names === undefined) throw new ServiceError('Failed to query Workflow');
  const found = names.filter((name) => name > after);
  const agents = found.slice(0, limit).map((agent) => ({ agent, status: 'waiting' as const, ...COUNTS }));
  return { agents, more: found.length > limit };
};

const COUNTS = { polls: 0, published: 0, repeats: 0, remembered: 0 };

const clientOf = (world: World, workers: number, closed: readonly string[]): Client => {
  const now = { lastAccessTime: { seconds: Date.now() / 1_000 } };
  const pollers = Array.from({ length: workers }, (_, at) => ({ identity: String(at), ...now }));
  return {
    withDeadline: (_deadline: number, work: () => unknown) => work(),
    workflowService: { describeTaskQueue: () => Promise.resolve({ pollers }) },
    workflow: {
      getHandle: (id: string) => ({
        describe: () =>
          Promise.resolve({ runId: 'r', status: { name: closed.includes(id) ? 'TERMINATED' : 'RUNNING' } }),
        query: (_name: string, query: AgentQuery) => Promise.resolve().then(() => answerOf(world, id, query)),
      }),
    },
  } as unknown as Client;
};

const agents = [
  { name: 'rates', hosts: 0 },
  { name: 'readings', hosts: 2 },
] as unknown as readonly ResolvedAgent[];
const config = { name: 'plant', agents, temporal: { namespace: 'n', taskQueue: 'q' } } as unknown as ResolvedConfig;
const WORLD: World = {
  'plant/~agents/rates': ['rates'],
  'plant/~agents/readings/0-of-2': ['a', 'c', 'd'],
  'plant/~agents/readings/1-of-2': ['b'],
};

const listerOf = (
  world: World,
  { workers = 1, status, closed = [] }: { workers?: number; status?: AgentStanding; closed?: readonly string[] } = {},
) => new AgentLister(clientOf(world, workers, closed), config, agents, status);

test.each([1, 2, 3, 4, 5, 6])(
  'Lists of at most %d agents go on from page to page, and have each agent once.',
  async (limit) => {
    const names: string[] = [];
    let page: string | undefined;
    do {
      const found = await listerOf(WORLD).list(limit, page);
      expect(found.agents.length).toBeLessThanOrEqual(limit);
      expect(found.more).toBe(found.page !== undefined);
      names.push(...found.agents.map(({ definition, agent }) => `${definition}/${agent}`));
      page = found.page;
    } while (page !== undefined);
    expect(names).toEqual(['rates/rates', 'readings/a', 'readings/c', 'readings/d', 'readings/b']);
  },
);

test("An agents' host that does not answer is counted, and those after it are listed.", async () => {
  const found = await listerOf({ ...WORLD, 'plant/~agents/readings/0-of-2': undefined }).list(50, undefined);
  expect(found.agents.map(({ agent }) => agent)).toEqual(['rates', 'b']);
  expect(found).toMatchObject({ unanswered: 1, more: false });
});

test('The agents of a host that was closed are not listed as if they polled: it is named.', async () => {
  const closed = ['plant/~agents/readings/0-of-2'];
  const found = await listerOf(WORLD, { closed }).list(50, undefined);
  expect(found.agents.map(({ agent }) => agent)).toEqual(['rates', 'b']);
  expect(found).toMatchObject({ unanswered: 0, more: false, closed });
});

test('The list of agents waits for no host when there is no worker.', async () => {
  expect(await listerOf(WORLD, { workers: 0 }).list(50, undefined)).toEqual({ agents: [], more: false, unanswered: 3 });
});

test('A page of another list of agents is refused.', async () => {
  const { page } = await listerOf(WORLD).list(1, undefined);
  const refused = expect.objectContaining({ code: 'refused' }) as Error;
  await expect(listerOf(WORLD, { status: 'paused' }).list(1, page)).rejects.toThrow(refused);
});
