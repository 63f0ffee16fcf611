import type { Client } from '@temporalio/client';
import type { ResolvedAgent } from '../../../../src/config/agent/resolved-agent';
import { closedAgentHosts } from '../../../../src/operations/census/closed-agent-hosts';

const agent = (name: string, hosts: number): ResolvedAgent => ({ name, hosts }) as ResolvedAgent;

/** Visibility with runs that were closed, and one that goes on. */
const client = {
  workflow: {
    async *list({ query }: { readonly query: string }) {
      await Promise.resolve();
      const closed = ['g/~agents/rates', 'g/~agents/news', 'g/~agents/gone'];
      if (query.includes("'Terminated'")) yield* closed.map((workflowId) => ({ workflowId, startTime: new Date(1) }));
      else yield { workflowId: 'g/~agents/news', startTime: new Date(2) };
    },
  },
} as unknown as Client;

test('Hosts of poll agents that somebody closed are counted by definition, until they are restarted.', async () => {
  const found = await closedAgentHosts(client, { name: 'g', agents: [agent('rates', 0), agent('news', 0)] });
  expect(Object.fromEntries(found)).toEqual({ rates: 1, news: 0 });
});

test('A gateway without poll agents asks nothing.', async () => {
  expect(await closedAgentHosts(undefined as unknown as Client, { name: 'g', agents: [] })).toEqual(new Map());
});
