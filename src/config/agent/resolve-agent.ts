import type { ParsedAgent } from './agent-schema';
import { resolvedHttpPoll } from './resolve-http-poll';
import type { ResolvedAgent, ResolvedSchedule } from './resolved-agent';
import type { ResolvedDestination } from '../destination/resolved-destination';

/** Longest wait that a source may ask for. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;
const JITTER_OF_EVERY = 0.1;

const schedule = ({ every, cron, timeZone }: ParsedAgent): ResolvedSchedule =>
  cron === undefined ? { kind: 'every', everyMs: every ?? 60_000 } : { kind: 'cron', cron, timeZone };

export const resolvedAgent = (
  name: string,
  agent: ParsedAgent,
  destinations: ReadonlyMap<string, ResolvedDestination>,
): ResolvedAgent => ({
  name,
  topic: agent.topic,
  schedule: schedule(agent),
  jitterMs: agent.jitter ?? (agent.every ?? 0) * JITTER_OF_EVERY,
  overlap: agent.overlap,
  timeoutMs: agent.timeout,
  retry: {
    initialMs: agent.retry.initial,
    factor: agent.retry.factor,
    maximumMs: agent.retry.maximum,
    jitter: agent.retry.jitter,
    maxAttempts: 0,
    maxAgeMs: 0,
    maxRetryAfterMs: MAX_RETRY_AFTER_MS,
    statuses: [],
    errors: 'all',
  },
  onRefused: agent.onRefused,
  window: agent.window,
  parameters: agent.parameters && new Map(Object.entries(agent.parameters)),
  hosts: agent.parameters === undefined ? 0 : agent.hosts,
  poll: agent.poll,
  http: agent.http && resolvedHttpPoll(agent.http, destinations),
});
