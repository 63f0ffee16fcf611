import { terminalAction } from '../../../../src/activities/effects/reject-record';
import type { Destination } from '../../../../src/activities/destinations/call/destination';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import type { FailureCode } from '../../../../src/model/contract/contract';
import { retry } from '../retry';

const destination = (onTerminal: Destination['onTerminal']): Destination => ({
  retry: retry(),
  onTerminal,
  maxAnswerBytes: 1_024,
  callsUnderWay: 0,
  timeoutMs: 10_000,
  full: false,
  sentKey: (key) => key,
  requestDigest: () => undefined,
  keyForm: 'plain',
  idempotencyWindowMs: undefined,
  call: () => Promise.reject(new Error('not called')),
});

const route: ResolvedRoute = {
  name: 'main',
  topics: ['t'],
  value: 'json',
  key: 'utf8',
  numbers: 'plain',
  workflowType: 'w',
  deliver: undefined,
  publish: undefined,
  lanes: 0,
  retireAfterMs: undefined,
  nullKeySpread: 0,
  groupId: 'g',
  onTerminal: { effect: 'dead-letter', handler: 'park', refused: 'skip', undecodable: 'skip', gone: 'dead-letter' },
  retry: {},
  ledgerKeep: 20,
  deadLetterTopic: 'letters',
};

const deps = {
  routes: [route],
  destinations: new Map([
    ['plain', destination(undefined)],
    ['strict', destination('park')],
  ]),
};

test.each<[FailureCode, string | undefined, string]>([
  ['http-status', 'plain', 'dead-letter'],
  ['attempts-exhausted', 'plain', 'dead-letter'],
  ['request-invalid', undefined, 'dead-letter'],
  ['http-status', 'strict', 'park'],
  ['handler-error', undefined, 'park'],
  ['handler-refused', undefined, 'skip'],
  ['state-too-large', undefined, 'park'],
  ['undecodable', undefined, 'skip'],
  ['record-gone', undefined, 'dead-letter'],
])('A record that failed for good with %s at destination %s is answered with the action %s.', (code, name, action) => {
  const failure = { code, message: '', ...(name === undefined ? {} : { destination: name }) };
  expect(terminalAction(deps, 'main', failure)).toBe(action);
});

test('A record whose payload is gone becomes a dead letter where nobody has said otherwise.', () => {
  const silent = { ...route, onTerminal: { ...route.onTerminal, gone: undefined } };
  expect(terminalAction({ ...deps, routes: [silent] }, 'main', { code: 'record-gone', message: '' })).toBe(
    'dead-letter',
  );
});

test('A record of a route that this worker does not know is parked, which loses nothing.', () => {
  expect(terminalAction(deps, 'other', { code: 'http-status', message: '' })).toBe('park');
});
