import type { ResolvedRoute } from '../../../src/config/route/resolved-route';
import { recordWarnings } from '../../../src/records/record-warnings';

const ROUTE = { name: 'main', key: 'utf8' } as ResolvedRoute;

const warningsOf = (...names: readonly string[]): readonly unknown[] => {
  const warned: unknown[] = [];
  const log = { warn: (fields: unknown, words: string) => warned.push(fields, words) } as never;
  const seen = recordWarnings(ROUTE, log);
  for (const [index, name] of names.entries()) seen({ key: null, headers: [[name, null]], offset: BigInt(index) });
  return warned;
};

test('A header whose name is not UTF-8 is told once for a route, with its record.', () => {
  const name = Buffer.from([0x78, 0xff]).toString('utf8');
  expect(warningsOf('a', name, name)).toEqual([
    { route: 'main', header: 'x\uFFFD', offset: '1' },
    expect.stringContaining('a name that is not UTF-8'),
  ]);
});

test('Headers in UTF-8, keys that are absent and records without headers are not told.', () => {
  expect(warningsOf('', 'traceparent', 'é€😀')).toEqual([]);
});

test('A key that seems to be framed is told as well.', () => {
  const warned: unknown[] = [];
  const seen = recordWarnings(ROUTE, { warn: (fields: unknown) => warned.push(fields) } as never);
  seen({ key: Buffer.from('00000000070a', 'hex'), headers: [], offset: 1n });
  expect(warned).toEqual([{ route: 'main', schemaId: 7, bytes: 6 }]);
});
