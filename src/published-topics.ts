import type { ResolvedConfig } from './config/resolved';

/** Topics that the config says are published to. Handlers may publish to others. */
export const publishedTopics = ({ routes, outbox }: ResolvedConfig): readonly string[] =>
  Array.from(new Set([...routes.flatMap(({ publish }) => publish?.to ?? []), ...outbox.topics.keys()]));
