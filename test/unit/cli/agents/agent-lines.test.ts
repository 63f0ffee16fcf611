import { agentDetails, shownAgentText } from '../../../../src/cli/agents/agent-lines';
import { agentTable } from '../../../../src/cli/agents/agent-table';
import type { ListedAgent } from '../../../../src/operations/agents/agent-lister';

const failing: ListedAgent = {
  definition: 'readings',
  workflowId: 'bank/~agents/readings/0-of-4',
  agent: 'press-7',
  status: 'retrying',
  parameters: { address: '10.0.0.7\u001b' },
  cursor: { after: '\u001b[2J' },
  nextPoll: '2026-01-02T03:04:05.000Z',
  since: '2026-01-02T03:00:00.000Z',
  failure: { code: 'poll-failed', message: '503\u001b' },
  attempts: 3,
  polls: 0,
  published: 0,
  repeats: 0,
  remembered: 0,
};

test('The details of an agent say where it stands at its source, when it polls, and why it fails, and nothing steers the terminal.', () => {
  expect(agentDetails(failing)).toBe(
    'cursor {"after":"\\u001b[2J"}, no poll has worked, next poll 2026-01-02T03:04:05.000Z, ' +
      'failed polls: 3, poll-failed: 503\\u001b  [bank/~agents/readings/0-of-4]',
  );
});

test('The time of a poll that worked is not given for that of the last one of a failing agent.', () => {
  const lastPoll = '2026-01-02T02:00:00.000Z';
  expect(agentDetails({ ...failing, lastPoll })).toContain(`, last poll that worked ${lastPoll}, `);
  const { failure, ...working } = failing;
  expect(failure).toBeDefined();
  expect(agentDetails({ ...working, status: 'waiting', lastPoll })).toContain(`, last poll ${lastPoll}, `);
});

test('An agent that is shown says its parameters and counts, too.', () => {
  expect(shownAgentText(failing).split('\n')).toEqual([
    'agent      readings/press-7',
    'workflow   bank/~agents/readings/0-of-4',
    'status     retrying since 2026-01-02T03:00:00.000Z',
    'parameters address=10.0.0.7\\u001b',
    'cursor     {"after":"\\u001b[2J"}',
    'polls      0 that worked, last never, next 2026-01-02T03:04:05.000Z',
    'items      0 published, 0 left out as repeats, 0 ids remembered',
    'failure    failed polls: 3, poll-failed: 503\\u001b',
  ]);
});

const NOW = Date.UTC(2026, 0, 2, 3, 4, 0);
const VIEW = { now: NOW, width: 80, verbose: false };

test('Agents stand in a table, which says when they poll and why they fail, and nothing steers the terminal.', () => {
  const { failure, attempts, ...working } = failing;
  expect([failure, attempts]).not.toContain(undefined);
  const lastPoll = new Date(NOW - 60_000).toISOString();
  const other: ListedAgent = { ...working, agent: 'press-8', status: 'waiting', cursor: 30, lastPoll, passedOver: 2 };
  expect(agentTable([failing, other], { ...VIEW, width: 120 })).toEqual([
    'STATUS    AGENT             CURSOR                 LAST POLL    NEXT   WHY',
    'retrying  readings/press-7  {"after":"\\u001b[2J"}  none worked  in 5s  poll-failed (3 polls)',
    'waiting   readings/press-8  30                     1m ago       in 5s  2 items passed over',
  ]);
  for (const line of agentTable([failing, other], VIEW)) expect(line.length).toBeLessThanOrEqual(80);
  expect(agentTable([failing], { ...VIEW, verbose: true })[2]).toBe(`  ${agentDetails(failing)}`);
});

test("The one agent of a definition is listed by the definition's name, and a large cursor is cut.", () => {
  const { failure, attempts, nextPoll, since, ...rest } = failing;
  expect([failure, attempts, nextPoll, since]).not.toContain(undefined);
  const paused: ListedAgent = { ...rest, agent: 'readings', status: 'paused', cursor: 'c'.repeat(8_000) };
  const [, line = ''] = agentTable([paused], VIEW);
  expect(line).toMatch(/^paused {2}readings {2}"c+… +never$/);
  expect(line.length).toBeLessThanOrEqual(80);
});
