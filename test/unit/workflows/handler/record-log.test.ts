import * as fc from 'fast-check';
import type { RecordLog } from '../../../../src/workflows/handler/record-context';
import { recordLog } from '../../../../src/workflows/handler/record-log';

type Line = readonly [level: string, message: string, fields?: Record<string, unknown> | undefined];

const logged = (use: (log: RecordLog) => void): readonly Line[] => {
  const lines: Line[] = [];
  const to = (level: string): RecordLog['info'] => {
    return (...line) => {
      lines.push([level, ...line]);
    };
  };
  use(recordLog({ debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') }));
  return lines;
};

const uncopied = fc.constantFrom<unknown>(
  () => 1,
  Symbol('symbol'),
  10n,
  new Error('broken'),
  { then: () => 1 },
  {
    toJSON(): never {
      throw new Error('not to be shown');
    },
  },
);

test('I7: Whatever a handler logs can leave the sandbox.', () => {
  fc.assert(
    fc.property(
      fc.anything(),
      fc.oneof(fc.anything(), uncopied, fc.dictionary(fc.string(), uncopied)),
      (text, fields) => {
        const lines = logged((log) => {
          log.warn(text as string, fields as Record<string, unknown>);
        });
        expect(lines).toHaveLength(1);
        expect(() => structuredClone(lines)).not.toThrow();
      },
    ),
  );
});

test('What is logged stays what it is, and of errors, functions and bigints there is the text.', () => {
  const error = new TypeError('broken');
  const lines = logged((log) => {
    log.debug('plain');
    log.info('with fields', { text: 'a', number: 1, list: [true, null], nested: { date: new Date(0) } });
    log.error('with others', { error, big: 10n, call: Math.max });
  });
  expect(lines).toEqual([
    ['debug', 'plain', undefined],
    ['info', 'with fields', { text: 'a', number: 1, list: [true, null], nested: { date: '1970-01-01T00:00:00.000Z' } }],
    [
      'error',
      'with others',
      {
        error: { type: 'TypeError', message: 'broken', stack: error.stack },
        big: '10',
        call: expect.stringContaining('max') as string,
      },
    ],
  ]);
});
