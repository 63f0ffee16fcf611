import { filterOf } from '../../../../src/cli/dead-letters/letter-context';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';

const CONFIG = { name: 'g', routes: [], destinations: new Map([['ledger', {}]]) } as unknown as ResolvedConfig;
const OPTIONS = { route: 'r', limit: 50 } as unknown as Parameters<typeof filterOf>[1];

test('A filter of letters refuses a destination that the configuration does not have.', () => {
  expect(filterOf(CONFIG, { ...OPTIONS, destination: 'ledger' })).toEqual({ destination: 'ledger' });
  expect(() => filterOf(CONFIG, { ...OPTIONS, destination: 'leger' })).toThrow('Did you mean ledger?');
});

test.each([['undecodable'], ['http-status'], ['http-status:410']])('Letters may be selected by cause %s.', (cause) => {
  expect(filterOf(CONFIG, { ...OPTIONS, cause })).toEqual({ cause });
});

test('A filter of letters refuses a cause that there is not, and lists those that there are.', () => {
  const refused = (cause: string) => () => filterOf(CONFIG, { ...OPTIONS, cause });
  expect(refused('http-statis')).toThrow(
    /got "http-statis"; the codes are http-status, .* Did you mean http-status\?$/,
  );
  expect(refused('http-status:gone')).toThrow('such as http-status:409, got "http-status:gone"');
});
