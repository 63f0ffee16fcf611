import { problemsOf, testRules } from '../rules';
import { validDefinition, withOption } from '../config-source';

const FORMATS = ['json', 'string', 'bytes'] as const;
type Format = (typeof FORMATS)[number];

const topics = (value: string): Record<string, unknown> => ({
  ...validDefinition(),
  outbox: { topics: { t: { value } } },
});
const published = (value: string, written: string): Record<string, unknown> =>
  withOption('routes.alerts', { topics: ['alerts'], value, publish: { to: 't' } }, topics(written));
const polled = (written: string): Record<string, unknown> =>
  withOption('agents.items', { topic: 't', every: '1s', http: { destination: 'ledger', path: '/' } }, topics(written));

const pairs = FORMATS.flatMap((read) => FORMATS.map((written): readonly [Format, Format] => [read, written]));

test.each(pairs)('A publish route that reads %s may write to a topic of %s only what that takes.', (read, written) => {
  const fits = read === 'bytes' ? written === 'bytes' : written !== 'bytes';
  expect(problemsOf(published(read, written))).toHaveLength(fits ? 0 : 1);
});

test.each(FORMATS)('An agent that polls by HTTP publishes JSON, which a topic of %s takes or not.', (written) => {
  expect(problemsOf(polled(written))).toHaveLength(written === 'bytes' ? 1 : 0);
});

testRules([
  [
    'a route of bytes that publishes to a topic of JSON',
    published('bytes', 'json'),
    'outbox.topics.t.value: got "json", expected "bytes", because route alerts publishes bytes there',
  ],
  [
    'an agent that publishes to a topic of bytes',
    polled('bytes'),
    'outbox.topics.t.value: got "bytes", expected "json" or "string", because agent items publishes JSON there',
  ],
]);
