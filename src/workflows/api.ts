// Package entry `sluice/workflow`, which a handler's file imports. It runs in the workflow sandbox, so nothing here may
// reach Node, Kafka or HTTP code.
export { keyedWorkflow } from './handler/keyed-workflow';
export { EffectError, TerminalError } from './head/record-failure';
export type { Handler } from './handler/handler-turn';
export type { GatewayRecord } from './handler/gateway-record';
export type {
  CallbackOptions,
  CallRequest,
  CallResponse,
  ChildOptions,
  NumbersOption,
  PublishRequest,
  RecordContext,
  RecordLog,
  StepOptions,
} from './handler/record-context';
export type { Failure, FailureCode, HostInput } from '../model/contract/contract';
export type { WireBytes, WireHeader } from '../model/contract/record';
