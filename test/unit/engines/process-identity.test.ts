import { asIdentity } from '../../../src/engines/process-identity';

test('A process identity read from a file has a number and a start time.', () => {
  expect(asIdentity({ pid: 7, startedAt: '123' })).toEqual({ pid: 7, startedAt: '123' });
});

// A pid alone may be another process by now, and what is read here gets killed.
test.each([undefined, null, 7, 'x', {}, { pid: 7 }, { pid: '7', startedAt: '123' }, { startedAt: '123' }])(
  "A process identity read from a file is nobody's when the file holds %j.",
  (value) => {
    expect(asIdentity(value)).toBeUndefined();
  },
);
