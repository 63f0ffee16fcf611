import { waitWords } from '../../../../src/model/contract/wait-reason';

test('A wait says why, and what the destination said itself.', () => {
  expect(waitWords('breaker-open')).toBe('Not called: the circuit breaker of the destination is open.');
  expect(waitWords('overloaded', 'HTTP 429')).toMatch(/asks for fewer calls\. It said: HTTP 429$/);
});
