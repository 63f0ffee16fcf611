import fc from 'fast-check';
import { linkTo, placeOf } from '../../../../../src/console/page/words/router';

test('A link leads to the page and the question that it was made of, whatever its texts are.', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(
      fc.constantFrom('overview', 'keys', 'key'),
      fc.dictionary(fc.constantFrom('route', 'chain', 'page'), text),
      (page, query) => {
        expect(placeOf(linkTo(page, query))).toEqual({ page, query: { ...query } });
      },
    ),
  );
});

test('A page without a name is the overview, and an empty field asks nothing.', () => {
  expect(placeOf('')).toEqual({ page: 'overview', query: {} });
  expect(linkTo('keys', { route: 'a', cause: '', status: undefined })).toBe('#/keys?route=a');
});
