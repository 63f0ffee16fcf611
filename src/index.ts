// Package entry `sluice`: for Node. Handlers import `sluice/workflow` instead, which is free of all this.
export { defineGateway } from './config/define-gateway';
export { pollAgent } from './config/agent-definition';
export { secret } from './config/secret';
export { loadConfig } from './config/load-config';
export { connectAgents } from './operations/connect-agents';
export type { AgentCommandResult, Agents } from './operations/connect-agents';
export type { AgentCommand, AgentStatus } from './model/agent-contract';
export { startGateway } from './gateway';
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
  Duration,
  GatewayDefinition,
  KafkaDefinition,
  RouteDefinition,
  TemporalDefinition,
  WorkerDefinition,
} from './config/definition';
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
export type { AgentParameters, PollContext, PolledRecord, PollResult } from './activities/poll-source';
export type { HttpPollDefinition } from './config/http-poll-definition';
export type { OutboxDefinition, OutboxTopicDefinition, PublishDefinition } from './config/outbox-definition';
export type { Secret } from './config/secret';
