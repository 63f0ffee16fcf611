// Package entry `sluice`: for Node. Handlers import `sluice/workflow` instead, which is free of all this.
//
// Every configuration imports this file, and with it every command: what needs Temporal's libraries is loaded when called.
import type { ResolvedConfig } from './config/resolved';
import type { Gateway, GatewayParts } from './gateway';
import type { Log } from './log';
import type { Agents } from './operations/connect-agents';

export { defineGateway } from './config/define-gateway';
export { pollAgent } from './config/agent-definition';
export { secret } from './config/secret';
export { loadConfig } from './config/load-config';
export type { AgentCommandResult, Agents } from './operations/connect-agents';
export type { AgentCommand, AgentStatus } from './model/contract/agent-contract';
export { DestinationError } from './destination-error';
export type { DestinationErrorOptions } from './destination-error';
export { GatewayError } from './errors';
export type { GatewayErrorCode } from './errors';
export type { Gateway, GatewayParts } from './gateway';
export type { Log } from './log';
export type { ResolvedConfig } from './config/resolved';
export type {
  BridgeDefinition,
  CallbacksDefinition,
  DeliverDefinition,
  GatewayDefinition,
  KafkaDefinition,
  RouteDefinition,
  TemporalDefinition,
  WorkerDefinition,
} from './config/definition';
export type { Duration } from './config/duration';
export type {
  BreakerDefinition,
  CodeDestinationDefinition,
  DestinationDefinition,
  DestinationFunction,
  DestinationLimits,
  FunctionCall,
  RateDefinition,
  RetryDefinition,
} from './config/destination-definition';
export type { LedgerDefinition, LedgerKeepDefinition } from './config/ledger-definition';
export type { AgentDefinition, AgentRetryDefinition, PollFunction } from './config/agent-definition';
export type { AgentParameters, PollContext, PolledRecord, PollResult } from './config/poll-source';
export type { HttpPollDefinition } from './config/http-poll-definition';
export type { OutboxDefinition, OutboxTopicDefinition, PublishDefinition } from './config/outbox-definition';
export type { Secret } from './config/secret';

/**
 * Starts a gateway, or one half of it. Resolves once it works.
 * @throws GatewayError `temporal-unreachable`, `temporal-setup`, `bundle-failed`, `hosting-changed`, or what the Kafka
 * consumer says.
 */
export const startGateway = async (config: ResolvedConfig, parts: GatewayParts, log: Log): Promise<Gateway> =>
  (await import('./gateway.js')).startGateway(config, parts, log);

/** For programs: creates, removes, steers and lists the poll agents of a gateway. Close it when done. */
export const connectAgents = async (config: ResolvedConfig): Promise<Agents> =>
  (await import('./operations/connect-agents.js')).connectAgents(config);
