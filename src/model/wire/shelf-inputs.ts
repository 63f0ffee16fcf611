import type { RecallRequest, ShelfEntry, ShelfInput, ShelvedRun, TakeRequest } from '../contract/shelf-contract';
import { isCount, isAbsentOr, isTime, isFlag, isListOf, isName, isObject } from './plain-shapes';
import { isWholeHostInput } from './start-inputs';

export const isShelvedRun = (value: unknown): value is ShelvedRun =>
  isObject(value) &&
  ['workflowId', 'workflowType', 'taskQueue', 'runId', 'life'].every((name) => isName(value[name])) &&
  isCount(value['number']) &&
  isWholeHostInput(value['input']);

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

const isEntry = (value: unknown): value is ShelfEntry =>
  isObject(value) &&
  isName(value['workflowId']) &&
  isCount(value['number']) &&
  isTime(value['since']) &&
  isAbsentOr(value['takenBy'], isName) &&
  isAbsentOr(value['run'], isShelvedRun);

export const isWholeShelfInput = (value: unknown): value is ShelfInput =>
  isShelfInput(value) && (value.entries === undefined || isListOf(value.entries, isEntry));
