// Formats poll agents in lines for people.
import type { ListedAgent } from '../../operations/agents/agent-lister';
import type { AgentsStatus } from '../../operations/agents/agents-status';
import type { RestartedHost } from '../../operations/agents/restart-agents';
import { plural, terminalText } from '../../terminal-text';

const MAX_CURSOR = 80;

export const cursorText = ({ cursor }: ListedAgent, max: number): string =>
  cursor === undefined ? 'none' : terminalText(JSON.stringify(cursor), max);

const failureText = ({ failure, attempts = 0 }: ListedAgent): string =>
  failure === undefined
    ? ''
    : `failed polls: ${attempts}, ${terminalText(failure.code)}: ${terminalText(failure.message)}`;

/** `readings/press-7`; the agent of a single-agent definition is named by the definition alone. */
export const nameText = ({ definition, agent }: ListedAgent): string =>
  terminalText(definition === agent ? agent : `${definition}/${agent}`);

export const agentDetails = (agent: ListedAgent): string => {
  const { nextPoll, workflowId } = agent;
  const details = [
    `cursor ${cursorText(agent, MAX_CURSOR)}`,
    lastPollText(agent),
    nextPoll === undefined ? '' : `next poll ${nextPoll}`,
    agent.passedOver === undefined ? '' : `${plural(agent.passedOver, 'item')} passed over`,
    failureText(agent),
  ].filter((part) => part !== '');
  return `${details.join(', ')}  [${terminalText(workflowId)}]`;
};

/** Polls that failed are not in `lastPoll`. */
const lastPollText = ({ lastPoll, failure }: ListedAgent): string => {
  if (lastPoll !== undefined) return `last poll ${failure === undefined ? '' : 'that worked '}${lastPoll}`;
  return failure === undefined ? 'never polled' : 'no poll has worked';
};

const passedText = ({ passedOver, lastPassedOver }: ListedAgent): readonly string[] => {
  if (passedOver === undefined) return [];
  if (lastPassedOver === undefined) return [`refused    ${plural(passedOver, 'item')} passed over`];
  const { at, key, recordId, message } = lastPassedOver;
  const named = [
    key === undefined ? '' : ` key ${terminalText(key)}`,
    recordId === undefined ? '' : ` sluice.id ${terminalText(recordId)}`,
  ].join('');
  return [`refused    ${plural(passedOver, 'item')} passed over, last ${at}${named}: ${terminalText(message)}`];
};

export const shownAgentText = (agent: ListedAgent): string => {
  const { status, since, parameters, lastPoll, nextPoll, polls, published, repeats, remembered, workflowId } = agent;
  const given = Object.entries(parameters ?? {}).map(([name, value]) => terminalText(`${name}=${String(value)}`));
  const failure = failureText(agent);
  return [
    `agent      ${nameText(agent)}`,
    `workflow   ${terminalText(workflowId)}`,
    `status     ${status}${since === undefined ? '' : ` since ${since}`}`,
    ...(given.length === 0 ? [] : [`parameters ${given.join(', ')}`]),
    `cursor     ${cursorText(agent, 8_192)}`,
    `polls      ${polls} that worked, last ${lastPoll ?? 'never'}, next ${nextPoll ?? 'unknown'}`,
    `items      ${published} published, ${repeats} left out as repeats, ${remembered} ids remembered`,
    ...passedText(agent),
    ...(failure === '' ? [] : [`failure    ${failure}`]),
  ].join('\n');
};

export const restartedHostLine = (host: RestartedHost): string => {
  const workflow = terminalText(host.workflowId);
  if (!host.changed) {
    return host.runId === undefined
      ? `Temporal does not know ${workflow}: start a worker of the gateway, which starts it.`
      : `${workflow} is running (run ${host.runId}): there is nothing to restart.`;
  }
  const { runId, closedRunId, agents } = host;
  return `${workflow} continues with ${plural(agents, 'agent')} (run ${runId}), from its closed run ${closedRunId}.`;
};

/** `agents readings: 12 agents, 1 retrying, 0 paused, 48211 published` */
export const agentsStatusLine = ({ definition, hosts, unanswered, closed, ...counts }: AgentsStatus): string => {
  const name = `agents ${terminalText(definition)}`;
  if (unanswered === hosts) return `${name}: no worker answers`;
  const { agents, retrying, paused, published } = counts;
  const passed = counts.passedOver === undefined ? '' : `, ${counts.passedOver} passed over`;
  const silent = unanswered === 0 ? '' : `; ${unanswered} of ${hosts} hosts do not answer`;
  const lost = closed === 0 ? '' : `; ${closed} of ${hosts} hosts closed: \`sluice agents restart -a ${definition}\``;
  return `${name}: ${plural(agents, 'agent')}, ${retrying} retrying, ${paused} paused, ${published} published${passed}${silent}${lost}`;
};
