import type { ResolvedConfig } from '../config/gateway/resolved-config';

export interface DeadLetterTopics {
  /** Topics for which somebody has configured dead letters. */
  readonly needed: ReadonlySet<string>;
  /** Topics used only by default, for records whose payload is gone: without the topic their key is parked. */
  readonly byDefault: ReadonlySet<string>;
}

/** Topics of the routes whose policy, or whose destinations' policy, may write dead letters. */
export const deadLetterTopics = ({ routes, destinations }: ResolvedConfig): DeadLetterTopics => {
  const anyDestination = Array.from(destinations.values()).some(({ onTerminal }) => onTerminal === 'dead-letter');
  const needed = new Set(
    routes
      .filter(({ onTerminal }) => anyDestination || Object.values(onTerminal).includes('dead-letter'))
      .map(({ deadLetterTopic }) => deadLetterTopic),
  );
  const others = routes
    .filter(({ onTerminal, deadLetterTopic }) => onTerminal.gone === undefined && !needed.has(deadLetterTopic))
    .map(({ deadLetterTopic }) => deadLetterTopic);
  return { needed, byDefault: new Set(others) };
};
