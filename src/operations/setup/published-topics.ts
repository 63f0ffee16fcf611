import type { ResolvedConfig } from '../../config/gateway/resolved';

/** Topics that the config says are published to. Handlers may publish to others. */
export const publishedTopics = ({ routes, agents, outbox }: ResolvedConfig): readonly string[] =>
  Array.from(
    new Set([
      ...routes.flatMap(({ publish }) => publish?.to ?? []),
      ...agents.map(({ topic }) => topic),
      ...outbox.topics.keys(),
    ]),
  );
