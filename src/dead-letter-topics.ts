import type { ResolvedConfig } from './config/resolved';

/** Topics of the routes whose policy, or whose destinations' policy, may write dead letters. */
export const deadLetterTopics = ({ routes, destinations }: ResolvedConfig): readonly string[] => {
  const anyDestination = Array.from(destinations.values()).some(({ onTerminal }) => onTerminal === 'dead-letter');
  return routes
    .filter(({ onTerminal }) => anyDestination || Object.values(onTerminal).includes('dead-letter'))
    .map(({ deadLetterTopic }) => deadLetterTopic);
};
