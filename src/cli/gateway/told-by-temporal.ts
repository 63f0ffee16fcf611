import type { LogEntry, LogLevel } from '@temporalio/worker';
import type { Log } from '../../log';
import { LimitedLog } from '../../telemetry/limited-log';

const WRITE: Readonly<Record<LogLevel, 'debug' | 'warn' | 'error'>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  // A worker logs each of its states and each activity it starts at this level.
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
};

/** These fields repeat what is logged already or do not help a reader. */
const LEFT_OUT: ReadonlySet<string> = new Set(['taskToken', 'sdkComponent', 'isLocal', 'namespace']);

/** Workers of outbox writers run activities only, and are meant to. */
const USUAL: ReadonlySet<string> = new Set(['No workflows registered, not polling for workflow tasks']);

/** Ids of runs and numbers: a busy machine has thousands of slow tasks, each with a warning of its own. */
const OWN_PARTS = /\b(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)\b/gi;

/**
 * Writes what Temporal logs into ours. What it says of many workflows at once is limited as our own lines are; what a
 * handler logs is written whole, at its level.
 */
export const toldByTemporal = (log: Log): ((entry: LogEntry) => void) => {
  const limited = new LimitedLog(log);
  return ({ level, message, meta }) => {
    if (USUAL.has(message)) return;
    const fields = Object.fromEntries(Object.entries(meta ?? {}).filter(([name]) => !LEFT_OUT.has(name)));
    const words = `temporal: ${message}`;
    const written = WRITE[level];
    if (meta?.['sdkComponent'] === 'workflow') log[level === 'INFO' ? 'info' : written](fields, words);
    else if (written === 'debug') log.debug(fields, words);
    else limited.tell(written, words, words.replace(OWN_PARTS, '*'), fields);
  };
};
