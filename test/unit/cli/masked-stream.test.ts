import fc from 'fast-check';
import { createLog } from '../../../src/cli/logger';
import { MaskedStream } from '../../../src/cli/masked-stream';

const written = (secrets: readonly string[], use: (stream: MaskedStream) => void): string => {
  let text = '';
  const stream = new MaskedStream({ write: (more: string) => (text += more) });
  stream.hide(secrets);
  use(stream);
  return text;
};

test.each(['json', 'pretty'] as const)(
  'No %s log shows a secret, whatever it is made of and wherever it stands.',
  (format) => {
    const secret = fc
      .string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
      .filter((text) => text.trim().length >= 8);
    fc.assert(
      fc.property(secret, fc.nat(3), (canary, where) => {
        const text = written([canary], (stream) => {
          const log = createLog('info', format, stream);
          const field = {
            url: `http://a/?q=${encodeURIComponent(canary)}`,
            error: new Error(`got ${canary}`),
            [canary]: 1,
          };
          log.warn(where === 0 ? {} : field, `the API said ${canary}.`);
        });
        for (const form of [
          canary.trim(),
          JSON.stringify(canary.trim()).slice(1, -1),
          encodeURIComponent(canary.trim()),
        ]) {
          expect(text).not.toContain(form);
        }
        expect(text).toContain('***');
      }),
    );
  },
);

test('A secret that is part of another one is hidden with it.', () => {
  expect(
    written(['token', 'token-of-mine'], (stream) => {
      stream.write('token-of-mine, token');
    }),
  ).toBe('***, ***');
});

test('What is too short to be told from other text hides nothing.', () => {
  expect(
    written(['', ' ', 'abc'], (stream) => {
      stream.write('abc def');
    }),
  ).toBe('abc def');
});

test('A secret in a file is hidden in its new value as well once the file has been replaced, and in its former ones.', () => {
  let now = 0;
  let inFile: string | undefined = 'first-token';
  const lines: string[] = [];
  const stream = new MaskedStream(
    { write: (line: string) => lines.push(line) },
    () => inFile,
    () => now,
  );
  stream.hide(['first-token'], ['/run/secrets/token']);
  stream.write('1 first-token');
  inFile = 'second-token';
  now += 100;
  stream.write('2 first-token second-token');
  inFile = undefined; // It is being written.
  now += 100;
  stream.write('3 second-token');
  inFile = 'third-token';
  now += 100;
  stream.write('4 first-token second-token third-token');
  expect(lines).toEqual(['1 ***', '2 *** ***', '3 ***', '4 *** *** ***']);
});
