import { filterOf } from '../../../../src/cli/dead-letters/letter-context';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const CONFIG = { name: 'g', routes: [], destinations: new Map([['ledger', {}]]) } as unknown as ResolvedConfig;
const OPTIONS = { route: 'r', limit: 50 } as unknown as Parameters<typeof filterOf>[1];

test('A filter of letters refuses a destination that the configuration does not have.', () => {
  expect(filterOf(CONFIG, { ...OPTIONS, destination: 'ledger' })).toEqual({ destination: 'ledger' });
  expect(() => filterOf(CONFIG, { ...OPTIONS, destination: 'leger' })).toThrow('Did you mean ledger?');
});
