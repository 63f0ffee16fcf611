// Rules for how published values are written. What a topic's encoder refuses because of its kind it refuses of every
// record: all keys of a route would park, and an agent would come to nothing.
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf } from '../checking/raw';

const FORMATS = ['json', 'string', 'bytes'] as const;
type Format = (typeof FORMATS)[number];

/** How a topic may be written whose values are so. Whether a JSON value is a string, each record says itself. */
const WRITTEN: Readonly<Record<Format, readonly Format[]>> = {
  json: ['json', 'string'],
  string: ['json', 'string'],
  bytes: ['bytes'],
};

const isFormat = (format: string | undefined): format is Format => FORMATS.some((known) => known === format);

export const outboxFormatProblems = (definition: unknown): readonly Problem[] => {
  const topics = fieldOf(fieldOf(definition, 'outbox'), 'topics');
  const problemAt = (owner: string, topic: string | undefined, read: string | undefined): readonly Problem[] => {
    const written = topic === undefined ? undefined : textOf(fieldOf(fieldOf(topics, topic), 'value'));
    if (topic === undefined || !isFormat(written) || !isFormat(read) || WRITTEN[read].includes(written)) return [];
    const allowed = WRITTEN[read].map(shownValue).join(' or ');
    const expected = `${allowed}, because ${owner} publishes ${read === 'json' ? 'JSON' : read} there`;
    return [{ option: optionPath(['outbox', 'topics', topic, 'value']), got: shownValue(written), expected }];
  };
  return [
    ...entriesOf(fieldOf(definition, 'routes')).flatMap(([name, route]) =>
      problemAt(
        `route ${name}`,
        textOf(fieldOf(fieldOf(route, 'publish'), 'to')),
        textOf(fieldOf(route, 'value') ?? 'json'),
      ),
    ),
    ...entriesOf(fieldOf(definition, 'agents'))
      .filter(([, agent]) => fieldOf(agent, 'http') !== undefined)
      .flatMap(([name, agent]) => problemAt(`agent ${name}`, textOf(fieldOf(agent, 'topic')), 'json')),
  ];
};
