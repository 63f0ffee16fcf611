import type { Log } from '../log';

/** Returns a log that says in each line what the line is about. */
export const logWith = (log: Log, about: Readonly<Record<string, unknown>>): Log => {
  const tell =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) => {
      log[level]({ ...about, ...fields }, message);
    };
  return { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') };
};
