import type { ResolvedConfig } from '../../../src/config/gateway/resolved-config';
import { assertFilters } from '../../../src/operations/named';

const CONFIG = { destinations: new Map([['ledger', {}]]) } as unknown as Pick<ResolvedConfig, 'destinations'>;

test.each([
  [{}],
  [{ destination: 'ledger', error: 'timeout' }],
  [{ error: 'http-status:409' }],
  [{ error: 'breaker-open' }],
])('Keys may be selected by %j.', (filters) => {
  expect(() => {
    assertFilters(CONFIG, filters);
  }).not.toThrow();
});

test.each([
  [{ destination: 'leger' }, /no destination "leger"; it has ledger\. Did you mean ledger\?$/],
  [{ error: 'htp-status' }, /got "htp-status"; the codes are http-status, .* Did you mean http-status\?$/],
  [{ error: 'http-status:999' }, /such as http-status:409, got "http-status:999"/],
  [{ error: '409' }, /such as http-status:409, got "409"/],
  [{ error: 'toString' }, /got "toString"/],
])('A selection by %j, which nothing can match, is refused with the names that there are.', (filters, message) => {
  expect(() => {
    assertFilters(CONFIG, filters);
  }).toThrow(
    expect.objectContaining({ code: 'unknown-name', message: expect.stringMatching(message) as string }) as Error,
  );
});
