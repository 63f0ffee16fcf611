import { closestName } from '../../../../src/config/checking/closest-name';

const KNOWN = ['timeout', 'headers', 'baseUrl', 'retry'];

test.each([
  ['timout', 'timeout'],
  ['header', 'headers'],
  ['BASEURL', 'baseUrl'],
  ['rerty', undefined],
  ['retrys', 'retry'],
  ['colour', undefined],
  ['', undefined],
  ['x'.repeat(1_000_000), undefined],
])('The known name nearest to %p is %p.', (written, expected) => {
  expect(closestName(written, KNOWN)).toBe(expected);
});
