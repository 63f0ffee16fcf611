import { idempotencyKey } from '../../../../src/model/names/idempotency-key';

const stream = { id: 'kzVvT2VtTkCq0d5n5bXh3Q', topic: 'transfers' };

// Golden values: if one of these changes, receivers take effects they have seen for new ones. Never change them.

test.each([
  [3, 0, '1234', 0, '1', 'bank.kzVvT2VtTkCq0d5n5bXh3Q.3.0.1234.0.1'],
  [0, -1, '0', 0, 'deliver', 'bank.kzVvT2VtTkCq0d5n5bXh3Q.0.-1.0.0.deliver'],
  [11, 7, '9223372036854775807', 2, 'charge', 'bank.kzVvT2VtTkCq0d5n5bXh3Q.11.7.9223372036854775807.2.charge'],
])(
  'I5: The idempotency key for partition %i, leader epoch %i, offset %s, replay epoch %i and step %s is for ever %s.',
  (...row) => {
    const [partition, leaderEpoch, offset, replayEpoch, step, key] = row;
    const position = { partition, leaderEpoch, offset };
    const replayed = { ...stream, effects: replayEpoch };
    expect(idempotencyKey({ gateway: 'bank', stream: replayed, position, step })).toBe(key);
  },
);

test.each([
  [0, 1, 'bank.kzVvT2VtTkCq0d5n5bXh3Q.3.0.1234.0-1.charge'],
  [0, 12, 'bank.kzVvT2VtTkCq0d5n5bXh3Q.3.0.1234.0-12.charge'],
  [2, 1, 'bank.kzVvT2VtTkCq0d5n5bXh3Q.3.0.1234.2-1.charge'],
])(
  'I5: The idempotency key for replay epoch %i and revision %i of an edited record is for ever %s.',
  (replayEpoch, revision, key) => {
    const position = { partition: 3, leaderEpoch: 0, offset: '1234' };
    const replayed = { ...stream, effects: replayEpoch };
    expect(idempotencyKey({ gateway: 'bank', stream: replayed, position, revision, step: 'charge' })).toBe(key);
  },
);

test('I5: The idempotency key is the same for a record that nobody edited, whether its revision is told or not.', () => {
  const identity = { gateway: 'bank', stream, position: { partition: 3, leaderEpoch: 0, offset: '1' }, step: '1' };
  const unedited = idempotencyKey({ ...identity, revision: 0 });
  expect(unedited).toBe(idempotencyKey(identity));
});

test('I5: The idempotency key does not depend on the name of the topic, which a recreated one shares.', () => {
  const position = { partition: 0, leaderEpoch: 0, offset: '1' };
  const key = (topic: string): string =>
    idempotencyKey({ gateway: 'bank', stream: { ...stream, topic }, position, step: '1' });
  expect(key('a')).toBe(key('b'));
});
