import { Command } from 'commander';
import fc from 'fast-check';
import { keyAddress, withKeyOptions } from '../../../../src/cli/keys/key-options';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import { keyName } from '../../../../src/operations/keys/key-name';
import { chainId, nullKeyChainId } from '../../../../src/model/names/workflow-id';
import { keyTarget } from '../../../../src/operations/keys/key-target';
import { sha256Hex } from '../../../../src/records/record-encoder';
import { terminalText } from '../../../../src/terminal-text';
import { anyText } from '../../../support/any-text';

const config = {
  name: 'gw',
  routes: [{ name: 'main', lanes: 0, nullKeySpread: 0 }],
} as unknown as ResolvedConfig;

/** The chain that the command line addresses by `-k TEXT`. */
const addressed = (text: string): string | undefined => {
  const command = withKeyOptions(new Command(), true).exitOverride();
  command.parse(['-k', text], { from: 'user' });
  return keyTarget(config, 'main', keyAddress(command.opts(), command, true)).chain;
};

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.uint8Array({ minLength: 100, maxLength: 400 }),
  anyText({ maxLength: 200 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom('', '~', '~empty', '~null-p3', '~a', '~%00', '%00', 'a/b', ' a', '日本', 'a\u200bb', '\u00a0', '-k')
    .map((text) => Buffer.from(text)),
  fc.constant(Buffer.alloc(10_000, 'K')),
);
const chain = fc.oneof(
  bytes.map((key) => chainId(key, sha256Hex)),
  fc.tuple(fc.nat(1_000), fc.nat(8)).map(([at, spread]) => nullKeyChainId(at, BigInt(at), spread)),
);

test('Every name of a key that is printed anywhere addresses that key on the command line, and no other.', () => {
  fc.assert(
    fc.property(chain, (own) => {
      expect(addressed(keyName(own))).toBe(own);
    }),
  );
});

test('A name is what a terminal shows as it is, on one line.', () => {
  fc.assert(
    fc.property(chain, (own) => {
      const name = keyName(own);
      expect(terminalText(name, Infinity)).toBe(name);
      expect(name).toBe(name.trim());
    }),
  );
});

test.each([
  ['%E6%97%A5%E6%9C%AC', '日本'],
  ['a%2Fb', 'a/b'],
  ['~empty', '~empty'],
  ['~null-p0', '~null-p0'],
  ['%00%FF', '~%00%FF'],
  ['%7Eempty', '~%7Eempty'],
  [`k~${'0f'.repeat(32)}`, `~k~${'0f'.repeat(32)}`],
])('The key of chain %s is named %s.', (own, name) => {
  expect(keyName(own)).toBe(name);
});

test.each(['acc-07', '~acc-07', '~', '%00', 'a~b', '', '~home/x', '~%0'])(
  'The text %j is a key, and no name.',
  (text) => {
    expect(addressed(text)).toBe(chainId(Buffer.from(text), sha256Hex));
  },
);
