import { log } from '@temporalio/workflow';
import { thrownText } from '../../model/thrown-text';
import type { RecordLog } from './record-context';

type Write = RecordLog['info'];

/**
 * Temporal's logger for handlers. What they log leaves the sandbox as a copy, and what cannot be copied, such as a function
 * in an object, would fail the task of the whole workflow for ever: of that the text is logged.
 */
export const recordLog = (to: RecordLog = log): RecordLog => {
  // Handlers of all keys have the same one, so none may change it.
  const writer = (level: keyof RecordLog): Write =>
    Object.freeze((message: unknown, fields?: Record<string, unknown>) => {
      to[level](typeof message === 'string' ? message : thrownText(message), copied(fields));
    });
  const [debug, info, warn, error] = [writer('debug'), writer('info'), writer('warn'), writer('error')];
  return Object.freeze({ debug, info, warn, error });
};

const copied = (fields: unknown): Record<string, unknown> | undefined => {
  if (fields === undefined || fields === null) return undefined;
  try {
    const copy = JSON.parse(JSON.stringify(fields, plain)) as unknown;
    return typeof copy === 'object' && copy !== null ? (copy as Record<string, unknown>) : { fields: copy };
  } catch (error) {
    return { notLogged: thrownText(error) };
  }
};

const plain = (_name: string, part: unknown): unknown => {
  if (part instanceof Error) return { type: part.name, message: part.message, stack: part.stack };
  return typeof part === 'bigint' || typeof part === 'function' || typeof part === 'symbol' ? String(part) : part;
};
