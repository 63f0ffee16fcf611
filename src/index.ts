// Package entry `sluice`: for Node. Handlers import `sluice/workflow` instead, which is free of all this.
export { defineGateway } from './config/define-gateway';
export { secret } from './config/secret';
export { loadConfig } from './config/load-config';
export { startGateway } from './gateway';
export { GatewayError } from './errors';
export type { GatewayErrorCode } from './errors';
export type { Gateway, GatewayParts } from './gateway';
export type { Log } from './log';
export type { ResolvedConfig } from './config/resolved';
export type {
  BridgeDefinition,
  CallbacksDefinition,
  DeliverDefinition,
  DestinationDefinition,
  DestinationFunction,
  Duration,
  FunctionCall,
  GatewayDefinition,
  KafkaDefinition,
  RetryDefinition,
  RouteDefinition,
  TemporalDefinition,
  WorkerDefinition,
} from './config/definition';
export type { Secret } from './config/secret';
