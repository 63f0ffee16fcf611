// What operators and programs ask of agents by Update. A validator refuses in words and without history, even when
// there is nothing left to do, so each command may be given twice.
import { AGENT_UPDATE, type AgentAnswer, type AgentCommand, type AgentVerb } from '../../model/contract/agent-contract';
import { jsonSize } from '../../model/json/json-size';
import { isAgentCommand } from '../../model/wire/agent-inputs';
import type { Agent } from './agent';
import { nothingToDo, refused } from '../chain/commandable';
import { assertInTime } from '../wire/assert-in-time';
import { onUpdate } from '../wire/checked-handlers';
import { MAX_AGENTS, type HostedAgents } from './hosted-agents';

const MAX_PARAMETER_BYTES = 2_048;
const MAX_CURSOR_BYTES = 8 * 1024;

export interface AgentCommandHost {
  readonly agents: HostedAgents;
  /** Lets the agent act on what the command has changed. */
  wake(agent: Agent): void;
  changed(agent: Agent): void;
}

const { stringify } = JSON;
const FULL = 'This host has no more room: agents with shorter parameters and cursors, or a definition with more hosts.';

export const registerAgentCommands = (host: AgentCommandHost): void => {
  onUpdate(AGENT_UPDATE, isAgentCommand, {
    validate: (command) => {
      assertInTime(command);
      check(host.agents, command);
    },
    act: (command): AgentAnswer => {
      check(host.agents, command);
      const agent = act(host.agents, command);
      host.changed(agent);
      host.wake(agent);
      return { ...(agent.doing === undefined ? {} : { busy: true }), ...(agent.paused ? { paused: true } : {}) };
    },
  });
};

/** @throws ApplicationFailure in words, when the command cannot be done or is already done. */
const check = (agents: HostedAgents, command: AgentCommand): void => {
  if (command.verb === 'create') {
    checkNew(agents, command);
    return;
  }
  const { agent: name, verb } = command;
  const agent = agents.get(name);
  if (agent === undefined) {
    const words = `There is no agent ${name}`;
    throw verb === 'remove' ? nothingToDo(`${words}.`) : refused(`${words}: create it first.`);
  }
  if (verb === 'remove' && agents.hosting.kind === 'one') {
    throw refused(
      `${name} is the single agent of its definition: take the definition out of the configuration, or pause the agent.`,
    );
  }
  checkStanding(agent, verb);
  if (verb === 'set-cursor') checkCursor(agents, agent, stringify(command.cursor));
};

const checkStanding = ({ agent: name, paused }: Agent, verb: AgentVerb): void => {
  if (verb === 'pause' && paused) throw nothingToDo(`Agent ${name} is already paused.`);
  if (verb === 'resume' && !paused) throw nothingToDo(`Agent ${name} is not paused.`);
  if (verb === 'poll' && paused) throw refused(`Agent ${name} is paused: resume it first, and it polls.`);
};

const checkCursor = (agents: HostedAgents, agent: Agent, json = ''): void => {
  const size = jsonSize(json);
  if (size > MAX_CURSOR_BYTES) {
    throw refused(`A cursor is JSON of ${MAX_CURSOR_BYTES} bytes at most, got ${size}.`);
  }
  if (!agents.hasRoom(size - jsonSize(stringify(agent.cursor ?? '')))) throw refused(FULL);
};

const checkNew = (agents: HostedAgents, { agent: name, parameters }: AgentCommand & { verb: 'create' }): void => {
  if (agents.hosting.kind === 'one') {
    throw refused('A definition without `parameters` is a single agent, which exists from the start.');
  }
  const known = agents.get(name);
  if (known !== undefined) {
    if (sorted(known.parameters ?? {}) === sorted(parameters)) throw nothingToDo(`Agent ${name} already exists.`);
    throw refused(
      `Agent ${name} already exists with other parameters, ${stringify(known.parameters)}: remove it first.`,
    );
  }
  const size = jsonSize(stringify(parameters));
  if (size > MAX_PARAMETER_BYTES) {
    throw refused(`Parameters may have at most ${MAX_PARAMETER_BYTES} bytes of JSON, got ${size}.`);
  }
  if (agents.size >= MAX_AGENTS || !agents.hasRoom(size + jsonSize(name))) throw refused(FULL);
};

const sorted = (parameters: object): string =>
  stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));

const act = (agents: HostedAgents, command: AgentCommand): Agent => {
  if (command.verb === 'create') {
    const { agent: name, parameters, paused } = command;
    const now = Date.now();
    return agents.add({ agent: name, parameters, dueAt: now, ask: true, ...(paused === true ? { paused: now } : {}) });
  }
  const agent = agents.get(command.agent);
  if (agent === undefined) throw refused(`There is no agent ${command.agent}.`);
  switch (command.verb) {
    case 'remove':
      agents.remove(agent);
      break;
    case 'pause':
      agent.pause();
      break;
    case 'resume':
      agent.resume();
      break;
    case 'poll':
      agent.pollNow();
      break;
    case 'set-cursor':
      agents.resize(agent, () => {
        agent.setCursor(command.cursor, command.forget === true);
      });
      break;
  }
  return agent;
};
