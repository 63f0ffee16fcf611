import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ServiceError as TemporalError } from '@temporalio/client';
import { GatewayError } from '../../../src/errors';
import { inGrpcWords } from '../../../src/temporal/grpc-words';

const failed = (code: status, details: string): ServiceError =>
  Object.assign(new Error(`${code} ${status[code]}: ${details}`), { code, details, metadata: new Metadata() });

test.each(Object.values(status).filter((code): code is status => typeof code === 'number' && code !== status.OK))(
  'No error of a server with code %i names that code, raw or wrapped.',
  (code) => {
    for (const error of [failed(code, 'about it'), new TemporalError('wrapped', { cause: failed(code, 'about it') })]) {
      const told = inGrpcWords(error);
      if (!(told instanceof GatewayError)) continue;
      expect(told.message).toContain('about it');
      expect(told.message).not.toMatch(/\d [A-Z_]{4,}/);
    }
  },
);

test.each([
  [status.UNAVAILABLE, 'temporal-unreachable', 'does not answer'],
  [status.UNAUTHENTICATED, 'refused', 'TEMPORAL_API_KEY'],
  [status.PERMISSION_DENIED, 'refused', 'does not let'],
  [status.RESOURCE_EXHAUSTED, 'refused', 'limit'],
])('A server that fails with %i is %s, in words.', (code, name, words) => {
  expect(inGrpcWords(failed(code, 'x'))).toMatchObject({
    code: name,
    message: expect.stringContaining(words) as string,
  });
});

test('What is in words already, or is no error of a server, stays as it is.', () => {
  const known = new GatewayError('not-found', 'no such key', { cause: failed(status.NOT_FOUND, 'x') });
  const other = new Error('x');
  expect([inGrpcWords(known), inGrpcWords(other), inGrpcWords(undefined)]).toEqual([known, other, undefined]);
});
