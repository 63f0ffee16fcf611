import { crc32c } from '../../../../src/kafka/protocol/crc32c';

test.each([
  ['', 0x00000000],
  ['123456789', 0xe3069283],
  ['a', 0xc1d04330],
])('The checksum of %j is the published value %i.', (text, checksum) => {
  expect(crc32c(Buffer.from(text))).toBe(checksum);
});
