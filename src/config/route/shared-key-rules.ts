// Idempotency keys name the stream, the position and the step of an effect, but no route, and can never change (I5). So
// two routes that do the same step for the records of one topic send one key twice, and an API that remembers keys takes
// the second call for a repeat of the first: it never happens (I12).
import { optionPath, shownValue, type Problem } from '../checking/problem';
import { entriesOf, fieldOf, textOf, textsOf } from '../checking/raw';
import { knownDestination } from '../destination/known-destination';
import { oneApi } from '../destination/one-api';

type Route = readonly [name: string, options: unknown];

export const sharedKeyProblems = (definition: unknown): readonly Problem[] => {
  const routes = entriesOf(fieldOf(definition, 'routes'));
  return routes.flatMap((later, index) =>
    routes.slice(0, index).flatMap((earlier) => {
      const topic = sharedTopic(earlier[1], later[1]);
      return topic === undefined ? [] : RULES.flatMap((rule) => rule(definition, topic, earlier, later));
    }),
  );
};

/** `earlier` is the route that the configuration names first; the later one is told what to do. */
type Rule = (definition: unknown, topic: string, earlier: Route, later: Route) => readonly Problem[];

const sharedTopic = (one: unknown, other: unknown): string | undefined => {
  const topics = textsOf(fieldOf(other, 'topics'));
  return textsOf(fieldOf(one, 'topics')).find((topic) => topics.includes(topic));
};

/** APIs keep no keys of reads. */
const isRead = (deliver: unknown): boolean => fieldOf(deliver, 'method') === 'GET';

const delivered: Rule = (definition, topic, [earlier, first], [later, second]) => {
  const delivers = [fieldOf(first, 'deliver'), fieldOf(second, 'deliver')] as const;
  const [one, other] = delivers.map((deliver) => textOf(fieldOf(deliver, 'to')));
  if (one === undefined || other === undefined || delivers.some(isRead)) return [];
  const [api, sameApi] = [knownDestination(definition, one), knownDestination(definition, other)];
  if (api === undefined || sameApi === undefined) return [];
  if (one !== other && !oneApi(api.options, sameApi.options)) return [];
  return [
    {
      option: optionPath(['routes', later, 'deliver', 'to']),
      got: `${shownValue(other)} for records of topic ${shownValue(topic)}, which route ${earlier} delivers to the same API`,
      expected:
        'another API, one route whose handler makes both calls, or a destination with another idempotencyKeyFormat: ' +
        'both calls for a record would carry one idempotency key, and the API would take the second for a repeat',
    },
  ];
};

const published: Rule = (_definition, topic, [earlier, first], [later, second]) => {
  const [one, other] = [first, second].map((route) => textOf(fieldOf(fieldOf(route, 'publish'), 'to')));
  if (one === undefined || one !== other) return [];
  return [
    {
      option: optionPath(['routes', later, 'publish', 'to']),
      got: `${shownValue(other)} for records of topic ${shownValue(topic)}, which route ${earlier} publishes there as well`,
      expected:
        'another topic, or one route whose handler publishes both: ' +
        'both records would have one sluice.id, and readers would take the second for a repeat',
    },
  ];
};

const handled: Rule = (_definition, topic, [earlier, first], [later, second]) => {
  const [one, other] = [first, second].map((route) => textOf(fieldOf(route, 'workflow')));
  if (one === undefined || one !== other) return [];
  return [
    {
      option: optionPath(['routes', later, 'workflow']),
      got: `${shownValue(other)} for records of topic ${shownValue(topic)}, which route ${earlier} hands to the same handler`,
      expected:
        'another handler, or topics that the other route does not have: ' +
        'all its calls for a record would carry the idempotency keys of the other route, and APIs would take them for repeats',
    },
  ];
};

const RULES: readonly Rule[] = [delivered, published, handled];
