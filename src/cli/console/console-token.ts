import { variableOf, type Environment } from '../../config/environment/environment';
import { GatewayError } from '../../errors';

const VARIABLE = 'SLUICE_CONSOLE_TOKEN';

/** The token that the environment gives to the console; undefined if each start makes one. @throws GatewayError */
export const consoleToken = (env: Environment): string | undefined => {
  const token = variableOf(env, VARIABLE);
  if (token === undefined || /^[A-Za-z0-9._~-]{32,512}$/.test(token)) return token;
  // What was got is a secret, even if it is a poor one.
  const message = `${VARIABLE}: expected 32 to 512 letters, digits, '-', '_', '.' or '~'; \`openssl rand -hex 32\` makes such a token.`;
  throw new GatewayError('config-invalid', message);
};
