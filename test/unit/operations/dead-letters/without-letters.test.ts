import { resolveConfig } from '../../../../src/config/gateway/resolve-config';
import { withoutLetters } from '../../../../src/operations/dead-letters/without-letters';
import { source, withOption } from '../../config/config-source';

const words = (onTerminal: unknown): string => {
  const config = resolveConfig(withOption('routes.transfers.onTerminal', onTerminal), source());
  const route = config.routes.find(({ name }) => name === 'transfers');
  return route === undefined ? '' : withoutLetters(config, route);
};

test('Where the topic of dead letters is missing, words say what the route writes into it and what to set.', () => {
  const begin = 'Route transfers has no dead letters: their topic bank.transfers.dead-letters does not exist. ';
  expect(words('dead-letter')).toBe(
    `${begin}\`sluice setup\` makes it; until then keys are parked where a letter is due.`,
  );
  expect(words('park')).toBe(
    `${begin}The route writes none: set onTerminal: 'dead-letter' in the route or a destination, and \`sluice setup\` makes it.`,
  );
  expect(words({ effect: 'skip' })).toContain(
    'only for payloads that retention has deleted, and others with onTerminal',
  );
});
