import type { logCreator } from 'kafkajs';
import type { Log } from '../../log';

// Of kafkajs itself, and stacks that lead nowhere but into it.
const LEFT_OUT: ReadonlySet<string> = new Set(['timestamp', 'logger', 'message', 'stack']);

/**
 * kafkajs' log in ours. It reports as errors and warnings what it then recovers from, and what it does not recover
 * from is reported by the source itself; so errors become warnings and the rest is for debugging.
 */
export const kafkajsLog =
  (log: Log): logCreator =>
  () =>
  ({ namespace, label, log: entry }) => {
    const fields = Object.fromEntries(Object.entries(entry).filter(([name]) => !LEFT_OUT.has(name)));
    const text = `kafkajs ${namespace}: ${entry.message}`;
    if (label === 'ERROR') log.warn(fields, text);
    else log.debug(fields, text);
  };
