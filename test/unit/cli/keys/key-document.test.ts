import { keyDocument, withKeyDocument } from '../../../../src/cli/keys/key-document';
import { sha256Hex } from '../../../../src/records/record-encoder';
import { chainId } from '../../../../src/model/names/workflow-id';
import { chainNamed } from '../../../../src/operations/keys/key-name';

test('A key that is too long to be shown stands in documents by the name that -k takes, and only a null key is null.', () => {
  const chain = chainId(Buffer.alloc(10_000, 'K'), sha256Hex);
  const told = keyDocument({ key: null, chain });
  expect(told).toEqual({ name: `~${chain}` });
  expect(chainNamed(`~${chain}`)).toBe(chain);
  expect(keyDocument({ key: null, chain: '~null-p3' })).toBeNull();
  expect(keyDocument({ key: 'acc-07', chain: 'acc-07' })).toBe('acc-07');
  expect(keyDocument({ key: { base64: '/w==' }, chain: '%FF' })).toEqual({ base64: '/w==' });
  expect(withKeyDocument({ key: null, chain, waiting: 1 })).toEqual({ key: told, chain, waiting: 1 });
  expect(withKeyDocument({ chain: 'a', waiting: 1 })).toEqual({ chain: 'a', waiting: 1 });
});
