import { decodeCommitMetadata, encodeCommitMetadata } from '../../../../src/bridge/kafka/commit-metadata';

describe('commit metadata', () => {
  it('comes back as it was written', () => {
    const metadata = { streamId: 'Wx87i7e7irpCRaof_xPMo4', leaderEpoch: 12 };
    expect(decodeCommitMetadata(encodeCommitMetadata(metadata))).toEqual(metadata);
  });

  it('keeps its form: an older member of the group has to read it', () => {
    expect(encodeCommitMetadata({ streamId: 's', leaderEpoch: 3 })).toBe('{"v":1,"stream":"s","epoch":3}');
  });

  it.each([null, undefined, '', 'moved by hand', '{', '7', 'null', '[]', '{"v":2,"stream":"s"}', '{"v":1,"stream":7}'])(
    'knows %j for the commit of somebody else',
    (metadata) => {
      expect(decodeCommitMetadata(metadata)).toBeUndefined();
    },
  );
});
