// Logs to stderr: JSON lines for machines, one short line each for people at a terminal.
import pino from 'pino';
import { GatewayError } from '../errors';
import type { Log } from '../log';
import { terminalText } from '../terminal-text';
import type { LogFormat } from './command/log-format';
import { variableOf, type Environment } from '../config/environment/environment';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** @throws GatewayError `config-invalid` if LOG_LEVEL is not a level. */
export const logLevel = (env: Environment, standard: LogLevel): LogLevel => {
  const text = variableOf(env, 'LOG_LEVEL');
  const level = text === undefined ? standard : LEVELS.find((known) => known === text.toLowerCase());
  if (level !== undefined) return level;
  throw new GatewayError(
    'config-invalid',
    `LOG_LEVEL: got ${JSON.stringify(text)}, expected one of ${LEVELS.join(', ')}`,
  );
};

/** A text with spaces stands in quotes: a key must not look like other fields. */
const quotedText = (text: string): string =>
  text === '' || /[\s"=]/.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text;

/** People see an error's message; its type and stack are only in the JSON lines. */
const shownField = ([name, value]: readonly [string, unknown]): string => {
  const error = typeof value === 'object' && value !== null && 'message' in value ? value.message : value;
  if (typeof error === 'string') return `${name}=${quotedText(terminalText(error, 500))}`;
  return `${name}=${terminalText(JSON.stringify(error), 500)}`;
};

/** Formats a JSON line that pino wrote as `12:34:56.789 INFO  message  field=value`. */
export const prettyLine = (line: string): string => {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 23);
  const rest = Object.entries(fields).map(shownField).join(' ');
  return `${clock} ${String(level).toUpperCase().padEnd(5)} ${terminalText(String(msg), 5_000)}${rest === '' ? '' : `  ${rest}`}\n`;
};

export const createLog = (level: LogLevel, format: LogFormat, stderr: { write(text: string): unknown }): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => stderr.write(format === 'pretty' ? prettyLine(line) : line) },
  );
