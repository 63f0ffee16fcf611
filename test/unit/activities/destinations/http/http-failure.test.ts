import {
  bodyFailure,
  httpFailure,
  statusLeavesDoubt,
  type EndedCall,
} from '../../../../../src/activities/destinations/http/http-failure';
import { retry } from '../../retry';

const ended = (code: string | undefined, more: Partial<EndedCall> = {}): EndedCall => ({
  error: Object.assign(new Error('broke'), code === undefined ? {} : { code }),
  timeoutMs: undefined,
  retry: retry(),
  effect: true,
  redact: (text) => text,
  ...more,
});

test('I12: An answer of 500 and above leaves a doubt, unless it says that the API did not even begin.', () => {
  const statuses = [498, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599];
  expect(statuses.filter((status) => statusLeavesDoubt(status))).toEqual([500, 502, 503, 504, 520, 599]);
  expect(statuses.filter((status) => statusLeavesDoubt(status, { comeBack: true }))).toEqual([500, 502, 504, 520, 599]);
  expect(statuses.filter((status) => statusLeavesDoubt(status, { safe: true }))).toEqual([]);
});

test('I12: A redirect to look elsewhere leaves a doubt, because an API answers a POST so that it has done.', () => {
  const statuses = [300, 301, 302, 303, 304, 305, 307, 308];
  expect(statuses.filter((status) => statusLeavesDoubt(status))).toEqual([301, 302, 303]);
  expect(statuses.filter((status) => statusLeavesDoubt(status, { safe: true }))).toEqual([]);
});

test('I12: A request that took too long for its API, or that the API has broken off, leaves doubt; other refusals do not.', () => {
  const statuses = [400, 401, 404, 408, 409, 412, 413, 422, 425, 429, 499];
  expect(statuses.filter((status) => statusLeavesDoubt(status))).toEqual([408, 499]);
  expect(statuses.filter((status) => statusLeavesDoubt(status, { safe: true }))).toEqual([]);
});

test('I12: A call without an answer leaves a doubt if its request may have left, and none otherwise.', () => {
  for (const [code, timeoutMs] of [['ECONNRESET'], ['EPIPE'], [undefined], ['ERR_CANCELED', 5]] as const) {
    const call = ended(code, { timeoutMs });
    expect(httpFailure(call, true)).toMatchObject({
      perhapsDone: true,
      message: expect.stringContaining('may have') as string,
    });
    expect(httpFailure(call, false)).not.toHaveProperty('perhapsDone');
  }
});

test('I12: An answer that cannot be read leaves a doubt, and so does one whose body breaks off.', () => {
  expect(httpFailure(ended('HPE_INVALID_CONSTANT'), true)).toMatchObject({
    code: 'response-unreadable',
    perhapsDone: true,
  });
  expect(bodyFailure(200, ended('Z_DATA_ERROR'))).toMatchObject({ code: 'response-unreadable', perhapsDone: true });
});

test('A request that cannot be written leaves no doubt, and neither does a poll, which has no effect.', () => {
  expect(httpFailure(ended('ERR_INVALID_CHAR'), true)).not.toHaveProperty('perhapsDone');
  for (const code of ['ECONNRESET', 'HPE_INVALID_CONSTANT']) {
    expect(httpFailure(ended(code, { effect: false }), true)).not.toHaveProperty('perhapsDone');
  }
  expect(bodyFailure(200, ended('Z_DATA_ERROR', { effect: false }))).not.toHaveProperty('perhapsDone');
});
