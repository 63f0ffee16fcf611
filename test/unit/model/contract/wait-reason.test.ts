import { waitWords } from '../../../../src/model/contract/wait-reason';

test('The words of a postponed key say why, and quote the destination.', () => {
  expect(waitWords('breaker-open')).toBe('Not called: the circuit breaker of the destination is open.');
  expect(waitWords('overloaded', 'HTTP 429')).toMatch(/asks for fewer calls\. It said: HTTP 429$/);
});
