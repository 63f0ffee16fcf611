// What operators, callers of callbacks and programs ask of the workflow of a key.
import type { CallbackDelivery } from '../contract/callback-contract';
import type { KeyCommand } from '../contract/contract';
import type { ChainQuery, EditCommand, RetryCommand } from '../keys/key-commands';
import type { RedriveLetter, RedriveRequest } from '../contract/redrive';
import {
  isAbsentOr,
  isCount,
  isDecimal,
  isFlag,
  isLabel,
  isListOf,
  isName,
  isObject,
  isText,
  isTime,
} from './plain-shapes';
import { isChainId, isKey, isPlace, isRedriven, isStream, isWireRecord } from './record-shapes';

const isShown = (value: unknown): value is NonNullable<KeyCommand['shown']> =>
  isObject(value) && isText(value['topic']) && isCount(value['partition']) && isCount(value['revision']);

export const isKeyCommand = (value: unknown): value is KeyCommand =>
  isObject(value) &&
  isChainId(value['chain']) &&
  isAbsentOr(value['offset'], isDecimal) &&
  isAbsentOr(value['shown'], isShown) &&
  isAbsentOr(value['key'], isKey) &&
  isAbsentOr(value['until'], isTime);

const isNewEffect = (value: unknown): value is NonNullable<RetryCommand['newEffect']> =>
  isObject(value) && isCount(value['seen']) && isFlag(value['sure']);

export const isRetryCommand = (value: unknown): value is RetryCommand =>
  isKeyCommand(value) && isAbsentOr((value as RetryCommand).newEffect, isNewEffect);

export const isEditCommand = (value: unknown): value is EditCommand =>
  isKeyCommand(value) &&
  isWireRecord((value as Partial<EditCommand>).record) &&
  isCount((value as EditCommand).seen) &&
  isFlag((value as EditCommand).sure);

export const isCallbackDelivery = (value: unknown): value is CallbackDelivery =>
  isObject(value) &&
  ['id', 'digest', 'step'].every((name) => isLabel(value[name])) &&
  isChainId(value['chain']) &&
  isName(value['record']) &&
  isCount(value['round']) &&
  isAbsentOr(value['source'], isText) &&
  isAbsentOr(value['acceptLateMs'], isTime) &&
  (value['outcome'] === 'succeeded' || value['outcome'] === 'failed');

export const isChainQuery = (value: unknown): value is ChainQuery =>
  isObject(value) &&
  isCount(value['limit']) &&
  (value['statuses'] === undefined || isListOf(value['statuses'], isText)) &&
  ['destination', 'error', 'cause', 'after'].every((name) => isAbsentOr(value[name], isText));

const isLetter = (value: unknown): value is RedriveLetter =>
  isObject(value) &&
  isLabel(value['id']) &&
  isChainId(value['chain']) &&
  isKey(value['key']) &&
  isStream(value['stream']) &&
  isPlace(value['position']) &&
  isRedriven(value['redriven']);

export const isRedriveRequest = (value: unknown): value is RedriveRequest =>
  isObject(value) && isListOf(value['letters'], isLetter) && isAbsentOr(value['until'], isTime);
