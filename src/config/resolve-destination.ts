import { limitsSchema, type ParsedHttpDestination, type ParsedLimits } from './destination-schema';
import type { DestinationFunction } from './definition';
import type { Environment } from './environment';
import type { Files } from './files';
import type { ResolvedDestination, ResolvedRetry } from './resolved';
import type { Secret } from './secret';
import { readSecret } from './secret-value';

interface ResolvedLimits {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly retry: ResolvedRetry;
}

const resolvedLimits = ({ timeout, concurrency, retry }: ParsedLimits): ResolvedLimits => ({
  timeoutMs: timeout,
  concurrency,
  retry: {
    initialMs: retry.initial,
    factor: retry.factor,
    maximumMs: retry.maximum,
    maxAttempts: retry.maxAttempts,
  },
});

/** Only called once all problems are out of the way: a secret that is missing here cannot be. */
const secretText = (secret: Secret, env: Environment, files: Files): string => {
  const read = readSecret(secret.secretFrom, env, files);
  return 'value' in read ? read.value : '';
};

export const resolvedDestination = (
  destination: ParsedHttpDestination | DestinationFunction,
  env: Environment,
  files: Files,
): ResolvedDestination => {
  if (typeof destination === 'function') {
    return { kind: 'function', call: destination, ...resolvedLimits(limitsSchema.parse({})) };
  }
  const headers: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(destination.headers)) {
    if (typeof value === 'string') headers[name] = value;
    else {
      const text = secretText(value, env, files);
      headers[name] = value.prefix + text;
      secrets.push(text);
    }
  }
  const { baseUrl, idempotencyHeader, idempotencyKeyFormat, tokenHeader, maxResponseBytes } = destination;
  const own = { baseUrl, idempotencyHeader, idempotencyKeyFormat, tokenHeader, maxResponseBytes };
  const { onTerminal } = destination;
  return { kind: 'http', headers, secrets, onTerminal, ...own, ...resolvedLimits(destination) };
};
