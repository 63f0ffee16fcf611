// What a handler gives to its context may come from a record, whatever the types say. Words in the handler are the mistake
// of one record; found later, outside of its run, it would stop the workflow, and with it all keys of a lane.
import { patched } from '@temporalio/workflow';

/** Before this patch, only the types said what a handler may give. */
const GIVEN = 'given-by-handlers';

/** @throws Error in words for the handler's author. */
export const assertPublish = (topic: unknown, request: unknown): void => {
  if (typeof topic !== 'string') refuse('the name of a topic', topic);
  if (!isObject(request)) refuse('a record such as { value: 1 }', request);
};

/** @throws Error in words for the handler's author. */
export const assertCall = (destination: unknown, request: unknown): void => {
  if (typeof destination !== 'string') refuse('the name of a destination', destination);
  if (!isObject(request)) {
    refuse("a request such as { path: '/orders' }", request);
    return;
  }
  const { path, method } = request;
  if (path !== undefined && typeof path !== 'string') refuse('text as the path of a request', path);
  if (method !== undefined && typeof method !== 'string') refuse('text as the method of a request', method);
};

/** @throws Error in words for the handler's author. */
export const assertChild = (workflowType: unknown, args: unknown): void => {
  if (typeof workflowType !== 'string' || workflowType === '') refuse('the name of a workflow', workflowType);
  if (!Array.isArray(args)) refuse('the arguments of a child as a list', args);
};

interface Given {
  readonly path?: unknown;
  readonly method?: unknown;
}

const isObject = (given: unknown): given is Given => typeof given === 'object' && given !== null;

const refuse = (expected: string, got: unknown): void => {
  if (patched(GIVEN)) throw new Error(`Expected ${expected}, got ${kindOf(got)}.`);
};

const kindOf = (value: unknown): string => {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'text without a character';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};
