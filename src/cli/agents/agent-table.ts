import type { ListedAgent } from '../../operations/agents/agent-lister';
import { plural, terminalText } from '../../terminal-text';
import { ageText } from '../command/age-text';
import { tableLines, type Column } from '../command/table';
import { agentDetails, cursorText, nameText } from './agent-lines';

export interface AgentTable {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Columns of the screen. */
  readonly width: number;
  /** A second line for each agent, with its times, its message and its workflow. */
  readonly verbose: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'STATUS' },
  { head: 'AGENT', cut: true },
  { head: 'CURSOR', cut: true },
  { head: 'LAST POLL' },
  { head: 'NEXT' },
  { head: 'WHY', cut: true },
];

const MAX_CURSOR = 80;

/** Polls that failed are not in `lastPoll`. */
const lastPollOf = ({ lastPoll, failure }: ListedAgent, now: number): string => {
  if (lastPoll !== undefined) return `${ageText(now - Date.parse(lastPoll))} ago`;
  return failure === undefined ? 'never' : 'none worked';
};

const nextPollOf = ({ nextPoll }: ListedAgent, now: number): string =>
  nextPoll === undefined ? '' : `in ${ageText(Date.parse(nextPoll) - now)}`;

const whyOf = ({ failure, attempts = 0, passedOver }: ListedAgent): string =>
  [
    failure === undefined ? '' : `${terminalText(failure.code, 80)} (${plural(attempts, 'poll')})`,
    passedOver === undefined ? '' : `${plural(passedOver, 'item')} passed over`,
  ]
    .filter((text) => text !== '')
    .join(', ');

/** Agents in a table, in the order in which they come. */
export const agentTable = (agents: readonly ListedAgent[], { now, width, verbose }: AgentTable): readonly string[] => {
  if (agents.length === 0) return [];
  const rows = agents.map((agent) => [
    agent.status,
    nameText(agent),
    cursorText(agent, MAX_CURSOR),
    lastPollOf(agent, now),
    nextPollOf(agent, now),
    whyOf(agent),
  ]);
  const [heads = '', ...lines] = tableLines(COLUMNS, rows, width);
  const details = agents.map((agent) => `  ${agentDetails(agent)}`);
  return [heads, ...lines.flatMap((line, at) => (verbose ? [line, details[at] ?? ''] : [line]))];
};
