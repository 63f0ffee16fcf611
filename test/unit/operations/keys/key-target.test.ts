import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import { keyTarget, type KeyAddress } from '../../../../src/operations/keys/key-target';

const route = (name: string, lanes: number, nullKeySpread = 0): Partial<ResolvedRoute> => ({
  name,
  lanes,
  nullKeySpread,
});
const config = {
  name: 'bank',
  routes: [route('plain', 0), route('laned', 4), route('spread', 0, 8)],
} as unknown as ResolvedConfig;

const key = (text: string): KeyAddress => ({ kind: 'key', key: Buffer.from(text) });
const nullKey = (number: number): KeyAddress => ({ kind: 'null-key', number });

test.each([
  ['plain', key('acc-07'), 'acc-07', 'bank/plain/acc-07'],
  ['plain', key('a/b'), 'a%2Fb', 'bank/plain/a%2Fb'],
  ['plain', key(''), '~empty', 'bank/plain/~empty'],
  ['plain', { kind: 'key', key: Buffer.from([0, 255]) }, '%00%FF', 'bank/plain/%00%FF'],
  ['plain', nullKey(3), '~null-p3', 'bank/plain/~null-p3'],
  ['spread', nullKey(3), '~null-s3', 'bank/spread/~null-s3'],
  ['laned', { kind: 'lane', lane: 2 }, undefined, 'bank/laned/~lane-2-of-4'],
] as const)('In route %s the key %j is chain %s of workflow %s.', (name, address, chain, workflowId) => {
  expect(keyTarget(config, name, address)).toMatchObject({ chain, workflowId });
});

test('A key of a route with lanes is a chain of its lane.', () => {
  const { chain, workflowId } = keyTarget(config, 'laned', key('acc-07'));
  expect(chain).toBe('acc-07');
  expect(workflowId).toMatch(/^bank\/laned\/~lane-[0-3]-of-4$/);
});

test.each([
  ['plan', key('a'), 'The configuration has no route "plan"; it has plain, laned, spread. Did you mean plain?'],
  ['laned', { kind: 'lane', lane: 4 }, 'Route laned has lanes 0 to 3.'],
  ['plain', { kind: 'lane', lane: 0 }, 'Route plain has no lanes: each key has a workflow of its own.'],
  ['spread', nullKey(8), 'Route spread has the stand-in keys 0 to 7, not 8.'],
] as const)('A target that route %s has not is refused in words: %j.', (name, address, message) => {
  expect(() => keyTarget(config, name, address)).toThrow(message);
});
