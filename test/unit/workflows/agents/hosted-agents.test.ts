import { createHash } from 'node:crypto';
import type { AgentsInput } from '../../../../src/model/contract/agent-contract';
import { HASH_LENGTH, splitHashes } from '../../../../src/model/seen-window';
import { HostedAgents } from '../../../../src/workflows/agents/hosted-agents';

const SHARED = { kind: 'shared', host: 0, of: 1 } as const;

const hashes = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) =>
    createHash('sha256').update(String(at)).digest('base64url').slice(0, HASH_LENGTH),
  );

const input = (agents: number, window: readonly string[] = []): AgentsInput => ({
  gateway: 'plant',
  definition: 'readings',
  hosting: SHARED,
  window: 1_000,
  carried: {
    agents: Array.from({ length: agents }, (_, at) => ({
      agent: `a-${at}`,
      dueAt: 0,
      window: window.join(''),
    })),
  },
});

test('I9: The agents of a host are carried with their newest ids, and a query that asks for that forgets none of the others.', () => {
  const agents = new HostedAgents(SHARED, input(2, hashes(10)));
  for (const { window } of agents.carry(4)) expect(splitHashes(window)).toEqual(hashes(10).slice(6));
  for (const { window } of agents.all()) expect(window.size).toBe(10);
});

test('I10: The agents of a host share the ids that fit an input, and each has those that it may have where they are few.', () => {
  expect(new HostedAgents(SHARED, input(1)).windowOf(1_000)).toBe(1_000);
  const many = new HostedAgents(SHARED, input(1_000, hashes(200)));
  expect(many.windowOf(1_000)).toBe(59);
  expect(JSON.stringify(many.carry(1_000)).length).toBeLessThan(1024 * 1024);
});

test('I7: The agents of a host carry what they were carried.', () => {
  const carried = {
    agent: 'press-7',
    parameters: { address: '10.0.0.7' },
    cursor: { offset: 7 },
    slot: 10_000,
    dueAt: 20_000,
    ask: true,
    paused: 15_000,
    attempts: 2,
    since: 12_000,
    failure: { code: 'poll-failed', message: 'away' },
    slow: true,
    window: hashes(3).join(''),
    polledAt: 11_000,
    polls: 5,
    published: 4,
    repeats: 1,
    passedOver: 3,
    passedInRow: 1,
    lastPassedOver: { at: '2026-01-01T00:00:00.000Z', recordId: 'ab', key: 'k', message: 'its time' },
  } as const;
  const agents = new HostedAgents(SHARED, { ...input(0), carried: { agents: [carried] } });
  expect(agents.carry(1_000)).toEqual([carried]);
  expect([agents.paused.size, agents.failing.size]).toEqual([1, 0]);
});

test('The agents of a host are one, of the name of the definition, where it has no parameters.', () => {
  const agents = new HostedAgents({ kind: 'one' }, { ...input(0), hosting: { kind: 'one' } });
  expect(agents.carry(1_000)).toMatchObject([{ agent: 'readings', ask: true }]);
});

test('I10: The agents of a host take no more cursors than a host may carry.', () => {
  const agents = new HostedAgents(SHARED, input(1));
  expect(agents.hasRoom(512 * 1024)).toBe(false);
  const [agent] = agents.all();
  if (agent === undefined) throw new Error('There is one.');
  agents.resize(agent, () => {
    agent.setCursor('x'.repeat(500_000), false);
  });
  expect([agents.hasRoom(20_000), agents.hasRoom(30_000)]).toEqual([true, false]);
  agents.remove(agent);
  expect(agents.hasRoom(512 * 1024)).toBe(true);
});
