import { decodeCommitMetadata, encodeCommitMetadata } from '../../../../src/kafka/protocol/commit-metadata';

test('The metadata of a commit comes back as it was written.', () => {
  for (const epoch of [{ leaderEpoch: 12, endOffset: 9_007_199_254_740_993n }, undefined]) {
    const metadata = { streamId: 'Wx87i7e7irpCRaof_xPMo4', epoch };
    expect(decodeCommitMetadata(encodeCommitMetadata(metadata))).toEqual(metadata);
  }
});

test('The metadata of a commit keeps its form, since an older member of the group has to read it.', () => {
  const metadata = { streamId: 's', epoch: { leaderEpoch: 3, endOffset: 7n } };
  expect(encodeCommitMetadata(metadata)).toBe('{"v":1,"stream":"s","epoch":3,"end":"7"}');
});

test.each(['{"v":1,"stream":"s"}', '{"v":1,"stream":"s","epoch":3}', '{"v":1,"stream":"s","epoch":3,"end":"x"}'])(
  'The metadata %j of a commit has no epoch.',
  (metadata) => {
    expect(decodeCommitMetadata(metadata)).toEqual({ streamId: 's', epoch: undefined });
  },
);

test.each([null, undefined, '', 'moved by hand', '{', '7', 'null', '[]', '{"v":2,"stream":"s"}', '{"v":1,"stream":7}'])(
  'The metadata %j is known for the commit of somebody else.',
  (metadata) => {
    expect(decodeCommitMetadata(metadata)).toBeUndefined();
  },
);
