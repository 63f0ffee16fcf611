import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { typedCommands, type Typed } from '../../../../src/cli/command/typed-commands';
import { shellWord } from '../../../../src/model/shell-word';

const NPX: Typed = { program: 'npx sluice', config: 'bank/gateway.config.ts', width: 80 };

test('Commands in a text have the program as it was called, and the file of configuration that was named.', () => {
  const text = 'Run `sluice keys restart -r a -k b`, or `sluice setup`. `sluice bundle` and sluice itself need none.';
  expect(typedCommands(text, NPX)).toBe(
    'Run `npx sluice keys restart -r a -k b -c bank/gateway.config.ts`, or `npx sluice setup -c bank/gateway.config.ts`. ' +
      '`npx sluice bundle` and sluice itself need none.',
  );
  expect(typedCommands(text, { ...NPX, program: 'sluice', config: undefined })).toBe(text);
});

test('A command on a line of its own is broken where a shell goes on, with options beside their values.', () => {
  const line = '    sluice keys retry --all -s parked --destination ledger --error http-status:422';
  expect(typedCommands(`not moving\n${line}\nmore`, NPX).split('\n')).toEqual([
    'not moving',
    '    npx sluice keys retry --all -s parked --destination ledger \\',
    '      --error http-status:422 -c bank/gateway.config.ts',
    'more',
  ]);
  expect(typedCommands(line, { ...NPX, width: 200 })).toBe(
    line.replace('sluice', 'npx sluice') + ' -c bank/gateway.config.ts',
  );
});

test('A shell that is given a broken command line calls the program with the words that were meant.', () => {
  const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.integer({ min: 20, max: 100 }), (values, width) => {
      const words = values.flatMap((value, at) => [`--option${at}`, value]);
      const typed: Typed = { program: `printf '%s\\n'`, config: undefined, width };
      const line = typedCommands(`    sluice keys ${words.map(shellWord).join(' ')}`, typed);
      expect(execFileSync('/bin/sh', ['-c', line]).toString()).toBe(['keys', ...words, ''].join('\n'));
      for (const part of line.split('\n')) {
        const [longest = 0] = words.map((one) => shellWord(one).length).sort((a, b) => b - a);
        expect(part.length).toBeLessThanOrEqual(Math.max(width, longest + '      --option0  \\'.length));
      }
    }),
    { numRuns: 60 },
  );
});
