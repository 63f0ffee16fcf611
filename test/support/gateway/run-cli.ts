import { spawn } from 'node:child_process';
import path from 'node:path';
import type { AgentsShape } from '../../fixtures/agents/gateway.config';
import type { GatewayShape } from '../../fixtures/gateway/gateway.config';
import { engineAddress } from '../../../harness/engine-address';
import { childEnvironment } from './child-environment';
import { gatewayFixture } from './gateway-fixture';

const ROOT = path.resolve(__dirname, '../../..');
const CLI = path.join(ROOT, 'lib/cli/main.js');
const KILL_POINTS = path.join(__dirname, 'kill-points.js');

export interface CliOptions {
  readonly shape: GatewayShape | AgentsShape;
  readonly apiUrl?: string;
  /** Variables that add to the usual ones or replace them. */
  readonly env?: Readonly<Record<string, string>>;
  /** False for a command that takes no config. Default true. */
  readonly config?: boolean;
  /** The command kills itself with SIGKILL there: see kill-points.js. */
  readonly killAt?: string;
}

export interface CliAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the CLI once, as an operator would, with the fixture's config. */
export const runCli = (
  args: readonly string[],
  { shape, apiUrl, env, killAt, config = true }: CliOptions,
): Promise<CliAnswer> =>
  new Promise((resolve, reject) => {
    const fixture = gatewayFixture('kind' in shape && shape.kind === 'agents' ? 'agents' : 'gateway');
    const child = spawn(
      process.execPath,
      [
        ...(killAt === undefined ? [] : ['--require', KILL_POINTS]),
        CLI,
        ...args,
        ...(!config || args.includes('-c') ? [] : ['-c', fixture.config]),
      ],
      {
        cwd: ROOT,
        argv0: 'node',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...childEnvironment,
          TEST_GATEWAY: JSON.stringify(shape),
          API_URL: apiUrl ?? 'http://127.0.0.1:1',
          KAFKA_BROKERS: engineAddress('kafka'),
          TEMPORAL_ADDRESS: engineAddress('temporal'),
          // The bundle is that of the fixture's handlers, not of a project that a test has written.
          ...(args.includes('-c') ? {} : fixture.env),
          ...(killAt === undefined ? {} : { KILL_AT: killAt }),
          ...env,
        },
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });

/** The document that `--json` prints as the last line of stdout. */
export const documentOf = ({ stdout }: CliAnswer): unknown => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
