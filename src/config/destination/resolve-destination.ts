import { limitsSchema, type ParsedDestination, type ParsedLimits } from './destination-schema';
import type { Environment, Files } from '../environment/environment';
import type { ResolvedDestination, ResolvedLimits, SecretFile } from './resolved-destination';
import { headerId } from './refused-header';
import { resolvedRetry } from './retry-policy';
import { type Secret, readSecret } from '../environment/secret';

const resolvedLimits = ({
  timeout,
  concurrency,
  rate,
  breaker,
  retry,
  onTerminal,
  credentialsRefused: refused,
  credentialsDoubted: doubted,
  idempotencyWindow,
}: ParsedLimits): ResolvedLimits => ({
  timeoutMs: timeout,
  idempotencyWindowMs: idempotencyWindow,
  concurrency,
  rate: rate && { perSecond: rate.perSecond, burst: rate.burst ?? Math.max(1, Math.floor(rate.perSecond / 10)) },
  breaker:
    breaker === false
      ? undefined
      : {
          failureRatio: breaker.failureRatio,
          minimumCalls: breaker.minimumCalls,
          windowMs: breaker.window,
          openForMs: breaker.openFor,
          probes: breaker.probes,
        },
  retry: resolvedRetry(retry),
  credentials: { refused, doubted },
  onTerminal,
});

/** Only called once no problems are left, so the secret cannot be missing here. */
const secretRead = (
  secret: Secret,
  env: Environment,
  files: Files,
): { readonly value: string; readonly path?: string } => {
  const read = readSecret(secret.secretFrom, env, files);
  return 'value' in read ? read : { value: '' };
};

export const resolvedDestination = (
  destination: ParsedDestination,
  env: Environment,
  files: Files,
): ResolvedDestination => {
  if (typeof destination === 'function') {
    return { kind: 'function', call: destination, ...resolvedLimits(limitsSchema.parse({})) };
  }
  if ('call' in destination) return { kind: 'function', call: destination.call, ...resolvedLimits(destination) };
  const headers: Record<string, string> = {};
  const secrets: string[] = [];
  const secretHeaders = new Set<string>();
  const secretFiles: SecretFile[] = [];
  for (const [name, value] of Object.entries(destination.headers)) {
    if (typeof value === 'string') headers[name] = value;
    else {
      const { value: text, path } = secretRead(value, env, files);
      headers[name] = value.prefix + text;
      secrets.push(text);
      secretHeaders.add(headerId(name));
      if (path !== undefined) secretFiles.push({ header: name, prefix: value.prefix, path });
    }
  }
  const { baseUrl, idempotencyHeader, idempotencyKeyFormat, tokenHeader } = destination;
  const { maxResponseBytes, redirects, echoedSecrets, proxy } = destination;
  const answers = { maxResponseBytes, redirects, echoedSecrets, proxy };
  const own = { baseUrl, idempotencyHeader, idempotencyKeyFormat, tokenHeader, ...answers };
  return { kind: 'http', headers, secretHeaders, secrets, secretFiles, ...own, ...resolvedLimits(destination) };
};
