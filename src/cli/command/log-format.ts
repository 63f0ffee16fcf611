import { variableOf, type Environment } from '../../config/environment/environment';
import { GatewayError } from '../../errors';

export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** @throws GatewayError `config-invalid` if LOG_FORMAT is not a format. */
export const logFormat = (env: Environment, isTTY: boolean): LogFormat => {
  const text = variableOf(env, 'LOG_FORMAT');
  const format = text === undefined ? (isTTY ? 'pretty' : 'json') : LOG_FORMATS.find((one) => one === text);
  if (format !== undefined) return format;
  const message = `LOG_FORMAT: got ${JSON.stringify(text)}, expected ${LOG_FORMATS.join(' or ')}`;
  throw new GatewayError('config-invalid', message);
};
