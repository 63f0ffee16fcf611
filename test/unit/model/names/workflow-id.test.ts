import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { chainId, hostWorkflowId, laneOf, nullKeyChainId } from '../../../../src/model/names/workflow-id';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const chain = (key: string | Uint8Array): string => chainId(typeof key === 'string' ? Buffer.from(key) : key, sha256);

// Golden values: another id would be another, empty workflow beside the one that holds the key's state.
test.each([
  ['acc-07', 'acc-07'],
  ['', '~empty'],
  ['admin', 'admin'],
  ['admin-x', 'admin-x'],
  ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['a/b', 'a%2Fb'],
  ['a b', 'a%20b'],
  ['~empty', '%7Eempty'],
  ['100%', '100%25'],
  ['\u{1F600}', '%F0%9F%98%80'],
])('The chain of the key %j is for ever %s.', (key, id) => {
  expect(chain(key)).toBe(id);
});

test('The chain of a binary key encodes it byte by byte.', () => {
  expect(chain(Buffer.from([0, 0, 0, 0]))).toBe('%00%00%00%00');
  expect(chain(Buffer.from([0xff, 0xfe]))).toBe('%FF%FE');
});

test('The chains of long keys that differ only past the cut are told apart.', () => {
  const [one, other] = [chain(`${'k'.repeat(1_999)}1`), chain(`${'k'.repeat(1_999)}2`)];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^k{48}~[0-9a-f]{64}$/);
});

test('The chain of a key is injective, bounded and free of what an id must not hold.', () => {
  const keys = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      const [left, right] = [chain(a), chain(b)];
      expect(left === right).toBe(Buffer.from(a).equals(Buffer.from(b)));
      expect(left).toMatch(/^[A-Za-z0-9._:@=+%~-]{1,120}$/);
    }),
  );
});

test('The chain of records without a key is named by a stand-in that no key can take.', () => {
  expect(nullKeyChainId(3, 17n, 0)).toBe('~null-p3');
  expect(nullKeyChainId(3, 17n, 5)).toBe('~null-s2');
  expect(chain('~null-p3')).not.toBe('~null-p3');
});

test('The workflow that hosts a chain is its own, or for ever the same lane.', () => {
  expect(hostWorkflowId('bank', 'transfers', 'acc-07', 0)).toBe('bank/transfers/acc-07');
  expect(hostWorkflowId('bank', 'transfers', 'acc-09', 8)).toBe('bank/transfers/~lane-2-of-8');
});

test('Keys are spread over all lanes of a route.', () => {
  const lanes = new Set(Array.from({ length: 1_000 }, (_, index) => laneOf(`key-${index}`, 32)));
  expect(lanes.size).toBe(32);
});
