// The package entry `sluice`, for Node. Handlers import `sluice/workflow` instead, which needs none of this.
//
// Every configuration imports this file, and with it every command: what needs Temporal's libraries is loaded on call.
import type { ResolvedConfig } from './config/gateway/resolved-config';
import type { Gateway, GatewayParts } from './gateway/gateway';
import type { Log } from './log';
import type { Agents } from './operations/agents/connect-agents';

export { defineGateway } from './config/gateway/definition';
export { pollAgent } from './config/agent/agent-definition';
export { secret } from './config/environment/secret';
export { loadConfig } from './config/gateway/load-config';
export type { AgentCommandResult, Agents } from './operations/agents/connect-agents';
export type { AgentCommand, AgentStatus } from './model/contract/agent-contract';
export { DestinationError } from './activities/destinations/call/destination-error';
export type { DestinationErrorOptions } from './activities/destinations/call/destination-error';
export { GatewayError } from './errors';
export type { GatewayErrorCode } from './errors';
export type { Gateway, GatewayParts } from './gateway/gateway';
export type { Log } from './log';
export type { ResolvedConfig } from './config/gateway/resolved-config';
export type {
  BridgeDefinition,
  CallbacksDefinition,
  GatewayDefinition,
  KafkaDefinition,
  LedgerDefinition,
  OutboxDefinition,
  OutboxTopicDefinition,
  TemporalDefinition,
  WorkerDefinition,
} from './config/gateway/definition';
export type {
  DeliverDefinition,
  LedgerKeepDefinition,
  PublishDefinition,
  RouteDefinition,
} from './config/route/route-definition';
export type { Duration } from './config/checking/duration';
export type {
  BreakerDefinition,
  CodeDestinationDefinition,
  DestinationDefinition,
  DestinationFunction,
  DestinationLimits,
  FunctionCall,
  RateDefinition,
  RetryDefinition,
} from './config/destination/destination-definition';
export type { AgentDefinition, AgentRetryDefinition, PollFunction } from './config/agent/agent-definition';
export type {
  AgentParameters,
  PollCallOptions,
  PollContext,
  PolledRecord,
  PollResult,
} from './config/agent/poll-source';
export type { HttpPollDefinition } from './config/agent/http-poll-definition';
export type { Secret } from './config/environment/secret';

/**
 * Starts a gateway, or one half of it. Resolves once it works; a route that does not is tried again and again.
 * @throws GatewayError `temporal-unreachable`, `temporal-setup`, `bundle-failed`, what Kafka reports of the outbox, or
 * `hosting-changed` if that is so for all routes.
 */
export const startGateway = async (config: ResolvedConfig, parts: GatewayParts, log: Log): Promise<Gateway> =>
  (await import('./gateway/gateway.js')).startGateway(config, parts, log);

/** Creates, removes, steers and lists the poll agents of a gateway, for programs. Close it when done. */
export const connectAgents = async (config: ResolvedConfig): Promise<Agents> =>
  (await import('./operations/agents/connect-agents.js')).connectAgents(config);
