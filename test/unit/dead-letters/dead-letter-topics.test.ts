import { resolveConfig } from '../../../src/config/gateway/resolve-config';
import { deadLetterTopics } from '../../../src/dead-letters/dead-letter-topics';
import { source, withOption } from '../config/config-source';

const topics = (path: string, value: unknown): ReturnType<typeof deadLetterTopics> =>
  deadLetterTopics(resolveConfig(withOption(path, value), source()));

const OWN = 'bank.transfers.dead-letters';
const OTHER = 'bank.alerts.dead-letters';

test('A route that says nothing wants its topic by default only, for what is gone.', () => {
  expect(topics('routes.transfers.onTerminal', { effect: 'skip' })).toEqual({
    needed: new Set(),
    byDefault: new Set([OWN, OTHER]),
  });
});

test('A route that says what becomes of all that fails, or of what is gone, wants no topic by default.', () => {
  for (const said of ['park', 'skip', { gone: 'park' }]) {
    expect(topics('routes.transfers.onTerminal', said)).toEqual({ needed: new Set(), byDefault: new Set([OTHER]) });
  }
});

test('A topic that a policy or a destination names is needed, and no matter of defaults.', () => {
  expect(topics('routes.transfers.onTerminal', { handler: 'dead-letter' })).toEqual({
    needed: new Set([OWN]),
    byDefault: new Set([OTHER]),
  });
  expect(topics('destinations.ledger.onTerminal', 'dead-letter')).toEqual({
    needed: new Set([OWN, OTHER]),
    byDefault: new Set(),
  });
});
