// A secret in a file is rotated at some moment, and the API stops taking the old one at another.
import { Readable } from 'node:stream';
import axios from 'axios';
import type { ExactHeaders } from '../../../../../src/activities/destinations/request/exact-headers';
import { HttpDestination } from '../../../../../src/activities/destinations/http/http-destination';
import { diskFiles } from '../../../../../src/config/environment/environment';
import { destinationSchema } from '../../../../../src/config/destination/destination-schema';
import { resolvedDestination } from '../../../../../src/config/destination/resolve-destination';
import { secret } from '../../../../../src/config/environment/secret';
import type { HttpDestination as Options } from '../../../../../src/config/destination/resolved-destination';
import { destinationCall } from '../destination-call';

const file = { text: '' };
beforeEach(() => {
  file.text = 'old-secret';
  jest.spyOn(diskFiles, 'read').mockImplementation(() => file.text);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** An API that takes one token and quotes the one it got; `sent` has what it was sent. */
const apiThatTakes = (token: () => string, refusal = 401): { destination: HttpDestination; sent: string[] } => {
  const sent: string[] = [];
  const request = ({ transport }: { transport: ExactHeaders }): Promise<unknown> => {
    const got = new Map(transport.headers).get('Authorization') ?? '';
    sent.push(got);
    const status = got === `Bearer ${token()}` ? 200 : refusal;
    return Promise.resolve({ status, headers: {}, data: Readable.from([Buffer.from(`you sent ${got}`)]) });
  };
  jest.spyOn(axios, 'create').mockReturnValue({ request } as never);
  const headers = { Authorization: secret('T', { prefix: 'Bearer ' }) };
  // So axios makes the request, for which a test can answer.
  const definition = { baseUrl: 'http://api.test', proxy: 'environment', headers };
  const options = resolvedDestination(destinationSchema.parse(definition), { T_FILE: '/run/t' }, diskFiles) as Options;
  return { destination: new HttpDestination(options), sent };
};

test.each([401, 403])(
  'A call that is refused with %d is made again at once with the secret that is there now.',
  async (status) => {
    const { destination, sent } = apiThatTakes(() => file.text, status);
    expect(await destination.call(destinationCall())).toMatchObject({ response: undefined });
    file.text = 'new-secret';
    expect(await destination.call(destinationCall())).toMatchObject({ response: undefined });
    expect(sent).toEqual(['Bearer old-secret', 'Bearer old-secret', 'Bearer new-secret']);
  },
);

test('A call that is refused with the newest secret waits, and says so without any secret, old or new.', async () => {
  const { destination, sent } = apiThatTakes(() => 'another');
  await destination.call(destinationCall());
  file.text = 'new-secret';
  const result = await destination.call(destinationCall());
  expect(result).toMatchObject({
    wait: { reason: 'credentials-refused', message: 'HTTP 401: you sent Bearer ***' },
  });
  expect(sent).toHaveLength(3);
});

test('An answer that quotes a secret which has just been replaced is not kept.', async () => {
  const { destination } = apiThatTakes(() => 'old-secret');
  const answer = destination.call(destinationCall({ answer: true }));
  file.text = 'new-secret';
  expect(JSON.stringify(await answer)).toContain('The call succeeded, but its response holds a secret');
});
