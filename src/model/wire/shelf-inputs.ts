import type { RecallRequest, ShelfInput, ShelvedRun, TakeRequest } from '../contract/shelf-contract';
import { isAbsentOr, isCount, isFlag, isName, isObject } from './plain-shapes';
import { isHostInput } from './start-inputs';

export const isShelvedRun = (value: unknown): value is ShelvedRun =>
  isObject(value) &&
  ['workflowId', 'workflowType', 'taskQueue', 'runId', 'life'].every((name) => isName(value[name])) &&
  isCount(value['number']) &&
  isHostInput(value['input']);

export const isTakeRequest = (value: unknown): value is TakeRequest =>
  isObject(value) &&
  isName(value['workflowId']) &&
  isName(value['by']) &&
  isAbsentOr(value['from'], isName) &&
  isFlag(value['force']);

export const isRecallRequest = (value: unknown): value is RecallRequest =>
  isObject(value) && isName(value['workflowId']) && isCount(value['number']) && isName(value['by']);

export const isShelfInput = (value: unknown): value is ShelfInput =>
  isObject(value) &&
  isName(value['gateway']) &&
  isName(value['route']) &&
  (value['entries'] === undefined || Array.isArray(value['entries']));
