import { asIdentity } from '../../../src/engines/process-identity';

describe('a process identity read from a file', () => {
  test('has a number and a start time', () => {
    expect(asIdentity({ pid: 7, startedAt: '123' })).toEqual({ pid: 7, startedAt: '123' });
  });

  // A pid alone may be another process by now, and what is read here gets killed.
  test.each([undefined, null, 7, 'x', {}, { pid: 7 }, { pid: '7', startedAt: '123' }, { startedAt: '123' }])(
    'is nobody when it is %j',
    (value) => {
      expect(asIdentity(value)).toBeUndefined();
    },
  );
});
