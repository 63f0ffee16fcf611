// Records may hold anything. The encoder answers for all of it, keeps what it was given, and what it makes is JSON that
// says the same when it is read again, with ids that are safe wherever they stand.
import fc from 'fast-check';
import { RecordEncoder, sha256Hex } from '../../../src/records/record-encoder';
import type { SourceRecord } from '../../../src/records/record-source';
import { valueDecoder } from '../../../src/records/value-decoders';
import type { ResolvedRoute } from '../../../src/config/route/resolved-route';
import type { WireBytes, WireRecord } from '../../../src/model/contract/record';
import { chainId } from '../../../src/model/names/workflow-id';
import { withOwn } from '../../../src/dead-letters/dead-letter-headers';
import { valueEncoders } from '../../../src/outbox/value-encoders';
import { cases } from '../../support/width';
import { anyText } from '../../support/any-text';

const nasty = fc.constantFrom(
  '__proto__',
  'constructor',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '../../x',
  'a\r\nb',
  '\u001b[2J',
  '\ud800',
  '\ufeff{}',
  '1e400',
  '-0',
  '123456789012345678901234567890',
  '"\\ud800"',
);
const deep = fc.constantFrom('['.repeat(10_000), `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
const bytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
  nasty.map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
);
const content: fc.Arbitrary<Buffer | null> = fc.option(bytes);
const record: fc.Arbitrary<SourceRecord> = fc.record({
  offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  leaderEpoch: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  key: content,
  value: fc.option(
    fc.oneof(
      bytes,
      deep.map((text) => Buffer.from(text)),
    ),
  ),
  timestamp: fc.maxSafeInteger(),
  headers: fc.array(fc.tuple(fc.oneof(fc.string(), nasty), content), { maxLength: 4 }),
});

const bytesOf = (wire: WireBytes): Buffer =>
  typeof wire === 'string' ? Buffer.from(wire) : Buffer.from(wire.base64, 'base64');

const depth = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;

const headerOf = (value: WireBytes | Buffer | null): string | null =>
  value === null ? null : (Buffer.isBuffer(value) ? value : bytesOf(value)).toString('hex');

const says = ({ offset, key, headers = [], value }: WireRecord, source: SourceRecord): void => {
  expect(BigInt(offset)).toBe(source.offset);
  expect(headerOf(key)).toBe(headerOf(source.key));
  const pairs = source.headers.map(([name, content]) => [name, headerOf(content)]);
  expect(headers.map(([name, content]) => [name, headerOf(content)])).toEqual(pairs);
  if ('base64' in value) expect(source.value?.toString('base64')).toBe(value.base64);
  if ('text' in value) expect(source.value?.equals(Buffer.from(value.text))).toBe(true);
  if ('json' in value) expect(depth(value.json)).toBeLessThanOrEqual(200);
  expect('tombstone' in value).toBe(source.value === null);
};

test.each(['json', 'string', 'bytes'] as const)(
  'A record is encoded as %s whatever it holds: nothing of it is lost, and ids stay safe.',
  (format) => {
    const encoders = [0, 8].map((lanes) => {
      const route = { name: 'main', key: 'utf8', lanes, nullKeySpread: 4 } as ResolvedRoute;
      return new RecordEncoder('bank', route, valueDecoder({ value: format, numbers: 'plain' }), 100_000);
    });
    fc.assert(
      fc.property(record, fc.constantFrom(...encoders), (source, encoder) => {
        const { target } = encoder.encode(3, source);
        const wire = encoder.whole(3, source);
        expect(target.workflowId).toMatch(/^bank\/main[/~][\x21-\x7e]{1,200}$/);
        // This is what a history makes of it.
        says(JSON.parse(JSON.stringify(wire)) as WireRecord, source);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: cases(100) },
    );
  },
);

test('Different keys are different chains, and a chain is plain text, whatever a record holds.', () => {
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      const [first, second] = [chainId(one, sha256Hex), chainId(other, sha256Hex)];
      expect(first === second).toBe(one.equals(other));
      expect(first).toMatch(/^[\x21-\x7e]{1,200}$/);
    }),
    { numRuns: cases(100) },
  );
});

test('The headers of a dead letter keep every name, also those of prototypes.', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(fc.string(), nasty), bytes), { maxLength: 5 }), (originals) => {
      const all = withOwn(originals, { id: 'x' });
      expect(all).toEqual([...originals, ['sluice.id', 'x']]);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }),
    { numRuns: cases(100) },
  );
});

test('A value encoder gives bytes, null for a tombstone, or refuses in words.', () => {
  const values = fc.oneof(
    fc.jsonValue().map((json) => ({ json })),
    anyText().map((text) => ({ text })),
    fc.base64String().map((base64) => ({ base64 })),
    fc.constant({ tombstone: true } as const),
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(valueEncoders)), values, (encoder, value) => {
      try {
        const encoded = encoder.encode(value);
        expect(encoded === null).toBe('tombstone' in value);
      } catch (error) {
        expect((error as Error).message).toMatch(/^(?:The encoder '|Expected text, got half of a surrogate pair)/);
      }
    }),
    { numRuns: cases(100) },
  );
});
