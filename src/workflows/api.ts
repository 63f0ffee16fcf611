// Package entry `sluice/workflow`: what a handler's file imports. Runs in the workflow sandbox, so nothing here may reach
// Node, Kafka or HTTP code.
export { keyedWorkflow } from './keyed-workflow';
export { EffectError } from './effect-error';
export { TerminalError } from './terminal-error';
export type { Handler } from './handler-turn';
export type { GatewayRecord } from './gateway-record';
export type {
  CallbackOptions,
  CallRequest,
  CallResponse,
  ChildOptions,
  PublishRequest,
  RecordContext,
  RecordLog,
  StepOptions,
} from './record-context';
export type { Failure, FailureCode, HostInput } from '../model/contract';
export type { WireBytes, WireHeader } from '../model/record';
