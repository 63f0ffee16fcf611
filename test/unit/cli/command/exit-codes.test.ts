import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, EXIT_CODES, EXIT_CODE_WORDS } from '../../../../src/cli/command/exit-codes';
import { GatewayError, GATEWAY_ERROR_CODES } from '../../../../src/errors';

test.each([
  ['config-invalid', 3],
  ['config-not-found', 3],
  ['kafka-unreachable', 4],
  ['temporal-unreachable', 4],
  ['engine-missing', 4],
  ['engine-failed', 4],
  ['kafka-crashed', 5],
  ['offset-out-of-range', 5],
  ['drain-timeout', 6],
  ['under-way', 7],
  ['refused', 1],
  ['not-found', 1],
  ['unknown-name', 2],
] as const)('An error %s ends the process with %i.', (code, exitCode) => {
  expect(exitCodeOf(new GatewayError(code, 'text'))).toBe(exitCode);
});

test('Whatever else is thrown ends the process with 1, never with 0.', () => {
  for (const thrown of [new Error('text'), 'text', undefined, null, { code: 'ENOENT' }])
    expect(exitCodeOf(thrown)).toBe(1);
  for (const code of GATEWAY_ERROR_CODES) expect(exitCodeOf(new GatewayError(code, 'text'))).not.toBe(0);
});

test('The page docs/commands.md has the table of exit codes.', () => {
  const docs = readFileSync(join(__dirname, '../../../../docs/commands.md'), 'utf8').replace(/ {2,}/g, ' ');
  for (const [name, code] of Object.entries(EXIT_CODES)) {
    expect(docs).toContain(`| ${code} | ${EXIT_CODE_WORDS[name as keyof typeof EXIT_CODES]} |`);
  }
});
