// The command line may hold any text: a value, or a usage error. And what keys and messages hold forges no line of a log.
import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { createLog } from '../../../src/cli/logger';
import * as agentOptions from '../../../src/cli/agents/agent-options';
import * as common from '../../../src/cli/command/option-parsers';
import * as letterOptions from '../../../src/cli/dead-letters/letter-options';
import { retentionMs } from '../../../src/cli/gateway/setup-program';
import { Output } from '../../../src/cli/output';
import { replayStart } from '../../../src/cli/routes/replay-start';
import { anyText } from '../../support/any-text';

const text = fc.oneof(
  anyText(),
  fc.constantFrom('', '-1', '0x10', '1e3', '99999999999999999999', '__proto__', '2h', 'earliest', '=', '0/17', 'NaN'),
  fc.constantFrom('{"__proto__":{"polluted":1}}', '9007199254740993', '['.repeat(10_000), '2026-13-45T99:00:00Z', '1s'),
  fc.json(),
);
const { wholeNumber, repeated, ...parsers } = common;
const all: readonly (readonly [string, (given: string) => unknown])[] = [
  ['wholeNumber', wholeNumber(1, 100)],
  ['repeated', (given) => repeated(common.offset)(given, [])],
  ['replayStart', replayStart(() => Date.UTC(2026, 0))],
  ...Object.entries({ ...parsers, ...agentOptions, ...letterOptions, retentionMs }),
];

describe.each(all)('%s', (_name, parse) => {
  test('The parser of an argument makes a value of any text, or says what it expected.', () => {
    fc.assert(
      fc.property(text, (given) => {
        try {
          expect(parse(given)).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
          expect((error as Error).message).toMatch(/^Expected /);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const hostile = fc.oneof(
  anyText(),
  fc.constantFrom('a\n12:00:00.000 ERROR forged', '\r\u001b[2K', '\u2028', '\u009b31m', '\u202e', '\ud800'),
);

test.each([true, false])('Text from outside is one line of the log and no more, on a terminal: %s.', (isTTY) => {
  fc.assert(
    fc.property(hostile, hostile, (key, message) => {
      const written: string[] = [];
      const log = createLog('info', isTTY ? 'pretty' : 'json', { write: (line) => written.push(line) });
      log.info({ key, error: new Error(message), nested: { key } }, message);
      expect(written).toHaveLength(1);
      const [line = ''] = written;
      expect(line.indexOf('\n')).toBe(line.length - 1);
      if (isTTY) expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028-\u202e]/u);
      else expect(JSON.parse(line)).toMatchObject({ key, msg: message });
    }),
    { numRuns: 100 },
  );
});

test('The text of an error from outside is text on stderr, and one document on stdout.', () => {
  fc.assert(
    fc.property(hostile, (message) => {
      const [out, err]: [string[], string[]] = [[], []];
      const output = new Output(true, { write: (line) => out.push(line) }, { write: (line) => err.push(line) });
      output.failure(new Error(message));
      expect(err.join('').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028-\u202e]/u);
      expect(out).toHaveLength(1);
      expect(JSON.parse(out[0] ?? '')).toMatchObject({ ok: false, error: { message } });
    }),
    { numRuns: 100 },
  );
});
