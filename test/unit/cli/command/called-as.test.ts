import { calledAs, type Calling } from '../../../../src/cli/command/called-as';

const calling = (script: string, env: Calling['env'] = {}, more: Partial<Calling> = {}): Calling => ({
  ...{ argv: ['/usr/bin/node', script, 'status'], argv0: 'node', execArgv: [], env, cwd: '/home/ann/bank' },
  ...more,
});
const BIN = '/home/ann/bank/node_modules/.bin/sluice';
const by = (agent: string): Calling['env'] => ({
  npm_config_user_agent: agent,
  PATH: '/home/ann/bank/node_modules/.bin',
});

const calls: readonly (readonly [string, Calling])[] = [
  ['npx sluice', calling(BIN, by('npm/10.8.2 node/v20.20.0 linux x64'))],
  ['pnpm exec sluice', calling(BIN, by('pnpm/9.0.0 npm/? node/v20.20.0'))],
  ['yarn sluice', calling(BIN, by('yarn/1.22.22 npm/? node/v20.20.0'))],
  ['sluice', calling('/usr/local/bin/sluice', { PATH: '/usr/bin:/usr/local/bin' })],
  ['sluice', calling(BIN, by('toString/1'))],
  ['node_modules/.bin/sluice', calling(BIN, { PATH: '/usr/bin' })],
  ['/opt/sluice/bin/sluice', calling('/opt/sluice/bin/sluice', {})],
  ['./sluice', calling('/home/ann/bank/sluice', {})],
  ['node lib/cli/main.js', calling('/home/ann/bank/lib/cli/main.js', by('npm/10.8.2'))],
  ['node /app/lib/cli/main.js', calling('/app/lib/cli/main.js')],
  [
    'node --import tsx src/cli/main.ts',
    calling('/home/ann/bank/src/cli/main.ts', {}, { execArgv: ['--import', 'tsx'] }),
  ],
  ["node 'my lib/main.js'", calling('/home/ann/bank/my lib/main.js')],
];

test.each(calls)('The program names itself `%s`, as it was called.', (expected, call) => {
  expect(calledAs(call)).toBe(expected);
});
