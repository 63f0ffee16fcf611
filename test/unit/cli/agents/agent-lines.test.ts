import { agentLine, shownAgentText } from '../../../../src/cli/agents/agent-lines';
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

test('The line of an agent says where it stands at its source, when it polls, and why it fails, and nothing steers the terminal.', () => {
  expect(agentLine(failing)).toBe(
    'retrying   readings/press-7  cursor {"after":"\\u001b[2J"}, no poll has worked, next poll 2026-01-02T03:04:05.000Z, ' +
      'failed polls: 3, poll-failed: 503\\u001b  [bank/~agents/readings/0-of-4]',
  );
});

test('The time of a poll that worked is not given for that of the last one of a failing agent.', () => {
  const lastPoll = '2026-01-02T02:00:00.000Z';
  expect(agentLine({ ...failing, lastPoll })).toContain(`, last poll that worked ${lastPoll}, `);
  const { failure, ...working } = failing;
  expect(failure).toBeDefined();
  expect(agentLine({ ...working, status: 'waiting', lastPoll })).toContain(`, last poll ${lastPoll}, `);
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

test("The one agent of a definition is listed by the definition's name, and a large cursor is cut.", () => {
  const { failure, attempts, nextPoll, since, ...rest } = failing;
  const line = agentLine({ ...rest, agent: 'readings', status: 'paused', cursor: 'c'.repeat(8_000) });
  expect([failure, attempts, nextPoll, since]).not.toContain(undefined);
  expect(line).toBe(`paused     readings  cursor "${'c'.repeat(79)}..., never polled  [bank/~agents/readings/0-of-4]`);
});
