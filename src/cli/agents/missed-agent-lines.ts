import type { ListedAgent } from '../../operations/agents/agent-lister';
import { plural } from '../../terminal-text';

/** Says of a list without agents how those are that there are; `definition` is the one that was asked for. */
export const missedAgentLines = (
  agents: readonly Pick<ListedAgent, 'status'>[],
  definition: string | undefined,
): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { status } of agents) counts.set(status, (counts.get(status) ?? 0) + 1);
  const of = definition === undefined ? '' : ` -a ${definition}`;
  return Array.from(counts).flatMap(([status, count]) => [
    `${plural(count, 'agent')} ${count === 1 ? 'is' : 'are'} ${status}:`,
    `    sluice agents list${of} -s ${status}`,
  ]);
};
