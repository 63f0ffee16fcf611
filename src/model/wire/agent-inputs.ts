import type {
  AgentCommand,
  AgentParameters,
  AgentQuery,
  AgentSchedule,
  AgentsInput,
  CarriedAgent,
  HeldAgentsInput,
} from '../contract/agent-contract';
import { isFailure } from './carried-shapes';
import {
  hasFields,
  isAbsentOr,
  isCount,
  isDue,
  isFlag,
  isListOf,
  isName,
  isObject,
  isShortText,
  isTally,
  isText,
  isTime,
} from './plain-shapes';

const VERBS: ReadonlySet<unknown> = new Set(['remove', 'pause', 'resume', 'poll', 'set-cursor']);

const isParameters = (value: unknown): value is AgentParameters =>
  isObject(value) && Object.values(value).every((one) => ['string', 'number', 'boolean'].includes(typeof one));

export const isAgentCommand = (value: unknown): value is AgentCommand => {
  if (!isObject(value) || !isName(value['agent']) || !isAbsentOr(value['until'], isTime)) return false;
  if (value['verb'] === 'create') return isParameters(value['parameters']) && isFlag(value['paused']);
  return VERBS.has(value['verb']) && isFlag(value['forget']);
};

export const isAgentQuery = (value: unknown): value is AgentQuery =>
  isObject(value) &&
  isCount(value['limit']) &&
  (value['statuses'] === undefined || isListOf(value['statuses'], isText)) &&
  ['agent', 'after'].every((name) => isAbsentOr(value[name], isText));

export const isAgentSchedule = (value: unknown): value is AgentSchedule =>
  isObject(value) && isName(value['revision']) && isCount(value['window']);

const isHosting = (value: unknown): boolean =>
  isObject(value) &&
  (value['kind'] === 'one' || (value['kind'] === 'shared' && isCount(value['host']) && isCount(value['of'])));

const isCarriedAgent = (value: unknown): value is CarriedAgent =>
  isObject(value) && isName(value['agent']) && Number.isFinite(value['dueAt']);

export const isAgentsInput = (value: unknown): value is AgentsInput =>
  isObject(value) &&
  isName(value['gateway']) &&
  isName(value['definition']) &&
  isHosting(value['hosting']) &&
  isCount(value['window']) &&
  (value['carried'] === undefined ||
    (isObject(value['carried']) && isListOf(value['carried']['agents'], isCarriedAgent)));

const isPassedItem = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['at']) &&
  isText(value['message']) &&
  hasFields(value, { recordId: isShortText, key: isShortText });

const isWholeAgent = (value: CarriedAgent): boolean =>
  hasFields(value, {
    parameters: isParameters,
    dueAt: isDue,
    slot: isTime,
    paused: isTime,
    since: isTime,
    polledAt: isTime,
    attempts: isTally,
    polls: isTally,
    published: isTally,
    repeats: isTally,
    failure: isFailure,
    window: isText,
    ask: isFlag,
    slow: isFlag,
    passedOver: isTally,
    passedInRow: isTally,
    lastPassedOver: isPassedItem,
  });

export const isWholeAgentsInput = (value: unknown): value is AgentsInput =>
  isAgentsInput(value) &&
  isAbsentOr(value.writers, isCount) &&
  isAbsentOr(value.carried?.revision, isText) &&
  (value.carried?.agents ?? []).every(isWholeAgent);

/** What it holds is read when the agents' host starts with it. */
export const isHeldAgentsInput = (value: unknown): value is HeldAgentsInput =>
  isObject(value) && isName(value['workflowId']) && isName(value['closedRunId']) && isAgentsInput(value['host']);
