// A source that is polled over real connections.
import { NO_TELEMETRY } from '../../src/telemetry/telemetry';
import { createDestinations } from '../../src/activities/destinations/create-destinations';
import { HttpPoll } from '../../src/activities/polls/http-poll';
import { pollCaller } from '../../src/activities/polls/poll-call';
import type { PollResult } from '../../src/config/agent/poll-source';
import type { DestinationDefinition } from '../../src/config/destination/destination-definition';
import { destinationSchema, type ParsedHttpDestination } from '../../src/config/destination/destination-schema';
import type { HttpPollDefinition } from '../../src/config/agent/http-poll-definition';
import { httpPollSchema } from '../../src/config/agent/http-poll-schema';
import { resolvedDestination } from '../../src/config/destination/resolve-destination';
import { resolvedHttpPoll } from '../../src/config/agent/resolve-http-poll';
import { type EffectRecorder, withEffectRecorder, type Reaction } from '../../harness/effect-recorder';

export type Source = (cursor?: unknown, signal?: AbortSignal) => Promise<PollResult>;

const LOG = { trace: jest.fn(), debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };

/** Polls the recorder over its own connections, as a worker does. */
export const sourceOf = (
  { url }: EffectRecorder,
  http: Omit<HttpPollDefinition, 'destination'>,
  given: Partial<DestinationDefinition> = {},
): Source => {
  const parsed = destinationSchema.parse({ baseUrl: `${url}/v1`, ...given }) as ParsedHttpDestination;
  const options = new Map([['api', resolvedDestination(parsed, {}, { read: () => '', isFile: () => false })]]);
  const resolved = resolvedHttpPoll(httpPollSchema.parse({ destination: 'api', id: 'id', ...http }), options);
  // By chance some polls look at more than they need to: here, none does.
  const poll = new HttpPoll(resolved, () => 1);
  const caller = pollCaller(createDestinations(options, LOG, NO_TELEMETRY));
  return async (cursor, signal = new AbortController().signal) => {
    const context = { agent: 'a', parameters: {}, signal, call: caller({ gateway: 'gateway', agent: 'a', signal }) };
    const result = await poll.poll(cursor, context);
    if (result.failure !== undefined) throw result.failure;
    return result;
  };
};

export const answering = <T>(
  reaction: Reaction | ((query: URLSearchParams) => Reaction),
  body: (api: EffectRecorder) => Promise<T>,
): Promise<T> =>
  withEffectRecorder((api) => {
    api.react = ({ path }) =>
      typeof reaction === 'function' ? reaction(new URL(path, api.url).searchParams) : reaction;
    return body(api);
  });

export const json = (value: unknown, headers: Record<string, string> = {}): Reaction => ({
  status: 200,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json', ...headers },
});
