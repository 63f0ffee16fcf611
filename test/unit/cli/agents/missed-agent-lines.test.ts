import { missedAgentLines } from '../../../../src/cli/agents/missed-agent-lines';

test('A list without agents of a status says how the agents are, and what lists them.', () => {
  const agents = [{ status: 'retrying' }, { status: 'waiting' }, { status: 'retrying' }] as const;
  expect(missedAgentLines(agents, 'rates')).toEqual([
    '2 agents are retrying:',
    '    sluice agents list -a rates -s retrying',
    '1 agent is waiting:',
    '    sluice agents list -a rates -s waiting',
  ]);
  expect(missedAgentLines([{ status: 'paused' }], undefined)[1]).toBe('    sluice agents list -s paused');
  expect(missedAgentLines([], undefined)).toEqual([]);
});
