import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { deadLetterTopics } from '../../dead-letters/dead-letter-topics';

/** Why a route whose dead-letter topic does not exist has no letters, and what makes it have some. */
export const withoutLetters = (config: ResolvedConfig, { name, deadLetterTopic: topic }: ResolvedRoute): string => {
  const { needed, byDefault } = deadLetterTopics(config);
  const words = `Route ${name} has no dead letters: their topic ${topic} does not exist.`;
  if (needed.has(topic)) return `${words} \`sluice setup\` makes it; until then keys are parked where a letter is due.`;
  const policy = "onTerminal: 'dead-letter' in the route or a destination";
  if (!byDefault.has(topic)) return `${words} The route writes none: set ${policy}, and \`sluice setup\` makes it.`;
  return `${words} The route writes them only for payloads that retention has deleted, and others with ${policy}; \`sluice setup\` makes the topic.`;
};
