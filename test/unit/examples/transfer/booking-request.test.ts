import { readBookingRequest } from '../../../../examples/transfer/src/booking-request';

const body = { amount: 1, run: 'r', sequence: 1, transfer: 't' };
const headers = { idempotencyKey: 'k', token: '10001' };

test('A booking request takes body and headers together.', () => {
  expect(readBookingRequest('acc-01', body, headers)).toEqual({
    account: 'acc-01',
    ...body,
    idempotencyKey: 'k',
    token: 10_001,
  });
});

test('A booking request does without the headers.', () => {
  const none = { idempotencyKey: undefined, token: undefined };
  expect(readBookingRequest('acc-01', body, none)).toEqual({ account: 'acc-01', ...body });
});

test.each([
  ['no object', 'text', headers, 'amount'],
  ['an amount that is no integer', { ...body, amount: 0.5 }, headers, 'amount'],
  ['an amount in words', { ...body, amount: '1' }, headers, 'amount'],
  ['a sequence of 0', { ...body, sequence: 0 }, headers, 'sequence'],
  ['no run', { ...body, run: '' }, headers, 'run'],
  ['a transfer of 201 characters', { ...body, transfer: 'x'.repeat(201) }, headers, 'transfer'],
  ['an empty idempotency key', body, { ...headers, idempotencyKey: '' }, 'Idempotency-Key'],
  ['a token that is no integer', body, { ...headers, token: '1.5' }, 'Sluice-Token'],
  ['a token beyond what a number holds', body, { ...headers, token: '9007199254740993' }, 'Sluice-Token'],
])('A booking request with %s is refused, and the field is named.', (_, given, givenHeaders, field) => {
  const answer = readBookingRequest('acc-01', given, givenHeaders);
  expect(answer).toHaveProperty('problem', expect.stringContaining(field));
});
