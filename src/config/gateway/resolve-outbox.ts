import type { ParsedGateway } from './gateway-schema';
import type { ResolvedOutbox } from './resolved-config';

const DEFAULT_WRITERS = 2;

/** A gateway has an outbox if it says so or if one of its routes needs it. */
export const resolvedOutbox = ({ name, outbox, routes, agents }: ParsedGateway): ResolvedOutbox => {
  const topics = Object.entries(outbox?.topics ?? {});
  return {
    enabled:
      outbox !== undefined ||
      Object.keys(agents).length > 0 ||
      Object.values(routes).some(({ publish }) => publish !== undefined),
    writers: outbox?.mode === 'at-least-once' ? 0 : (outbox?.writers ?? DEFAULT_WRITERS),
    sequenceTopic: outbox?.sequenceTopic ?? `${name}.outbox`,
    topics: new Map(topics.flatMap(([topic, { value }]) => (value === undefined ? [] : [[topic, value]]))),
  };
};
