import { completions } from '../../../../src/cli/completion/completions';
import { buildProgram, type Commands } from '../../../../src/cli/program';

const program = buildProgram({ keys: {}, deadLetters: {}, agents: {} } as Commands, () => Promise.resolve());
const configs: (string | undefined)[] = [];
const names = (config: string | undefined) => {
  configs.push(config);
  return Promise.resolve({ routes: ['transfers', 'trades'], destinations: ['ledger'], agents: ['readings'] });
};
const after = (...words: readonly string[]): Promise<readonly string[]> => completions(program, { words, names });

test.each([
  [['st'], ['status']],
  [
    ['dead-letters', ''],
    ['list', 'show', 'redrive'],
  ],
  [
    ['keys', 'r'],
    ['retry', 'resume', 'restart'],
  ],
  [['keys', 'list', '--dest'], ['--destination']],
  [
    ['keys', 'list', '-s', 'p'],
    ['parked', 'postponed', 'paused'],
  ],
  [
    ['keys', 'list', '-r', 'tra'],
    ['transfers', 'trades'],
  ],
  [['keys', 'list', '-r', 'transfers', '--destination', ''], ['ledger']],
  [['agents', 'show', '-a', ''], ['readings']],
  [
    ['pause', 'tr'],
    ['transfers', 'trades'],
  ],
  [['completion', 'z'], ['zsh']],
  [
    ['status', '--log-format', ''],
    ['json', 'pretty'],
  ],
  [['status', '-c', ''], [':files']],
  [['status', '-c', 'gate'], [':files']],
  [['keys', 'edit', '--value-file', ''], [':files']],
  [['bundle', ''], [':files']],
  [['bundle', 'workflows.ts', '-o', ''], [':files']],
  [['bundle', 'workflows.ts', ''], []],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['completion', 'bash', ''], []],
  [['pause', 'transfers', ''], []],
  [['status', ''], []],
  [['keys', 'nonsense', ''], []],
  [['status', '--watch', '--v'], ['--verbose']],
  [['status', '--watch', '--log-format', 'j'], ['json']],
  [['keys', 'list', '--error', 'breaker'], ['breaker-open']],
  [['dead-letters', 'list', '--cause', 'undec'], ['undecodable']],
  [['keys', 'show', '-k', 'x'], []],
])('After %j may come %j.', async (words, expected) => {
  expect(await after(...words)).toEqual(expected);
});

test('Names come from the configuration that was typed.', async () => {
  configs.length = 0;
  await after('keys', 'list', '-c', 'bank/gateway.config.ts', '-r', '');
  await after('keys', 'list', '-r', '');
  expect(configs).toEqual(['bank/gateway.config.ts', undefined]);
});
