import { pageToken, readPageToken } from '../../../../src/operations/keys/page-token';

test.each([{ visible: 'AP8=' }, { lane: 'bank/x/~lane-0-of-4' }, { lane: 'bank/x/~lane-0-of-4', chain: 'a%2Fb' }])(
  'A page token brings %j back.',
  (cursor) => {
    expect(readPageToken('asked', pageToken('asked', cursor))).toEqual(cursor);
  },
);

test('A page token of another list is refused, and so is what is none.', () => {
  const refused = expect.objectContaining({ code: 'refused' }) as Error;
  expect(() => readPageToken('asked', pageToken('other', { visible: 'AP8=' }))).toThrow(refused);
  for (const text of ['', 'x', Buffer.from('{"asked":"asked"}').toString('base64url')]) {
    expect(() => readPageToken('asked', text)).toThrow(refused);
  }
});
