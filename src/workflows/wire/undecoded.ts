import { defaultPayloadConverter, rawValueTypeInfo, type RawValue } from '@temporalio/common';
import { isObject } from '../../model/wire/plain-shapes';

/**
 * Has the SDK hand over arguments as they came. It decodes them before any handler is asked, and what it cannot decode
 * fails the workflow task, again and again.
 */
export const UNDECODED = {
  typeInfo: { inputTypes: new Proxy<(typeof rawValueTypeInfo)[]>([], { get: () => rawValueTypeInfo }) },
} as const;

/** The argument; undefined if there is none, or none that can be decoded. */
export const decoded = (argument: unknown): unknown => {
  if (!isObject(argument) || !('payload' in argument)) return argument;
  try {
    return defaultPayloadConverter.fromPayload((argument as unknown as RawValue).payload);
  } catch {
    return undefined; // No guard takes it, so it is refused like any other input that is none.
  }
};
