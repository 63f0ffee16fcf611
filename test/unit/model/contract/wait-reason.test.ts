import { waitWords } from '../../../../src/model/contract/wait-reason';

test('The words of a postponed key say why, and quote the destination.', () => {
  expect(waitWords('breaker-open')).toBe('Not called: the circuit breaker of the destination is open.');
  expect(waitWords('overloaded', 'HTTP 429')).toMatch(/asks for fewer calls\. It said: HTTP 429$/);
});

test('A destination whose breaker is open is described with how its last call failed.', () => {
  expect(waitWords('breaker-open', 'HTTP 503')).toMatch(
    /breaker of the destination is open\. The last call said: HTTP 503$/,
  );
});
