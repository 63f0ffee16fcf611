import { spawn } from 'node:child_process';
import path from 'node:path';
import type { ChaosResult } from '../../../chaos/checker';

const ROOT = path.resolve(__dirname, '../../..');
/** This only stops a run that hangs: on a busy machine it takes minutes until the last key has recovered. */
const RUN_MS = 600_000;

export interface ChaosRun {
  readonly code: number | null;
  /** Undefined if it ended without a result. */
  readonly result: ChaosResult | undefined;
  /** Its progress output, for whoever reads a failing test. */
  readonly output: string;
}

/** Runs `npm run chaos -- ARGS --json` without the build, as a separate process. */
export const chaosRun = (args: readonly string[]): Promise<ChaosRun> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(ROOT, 'chaos/main.ts'), ...args, '--json'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const late = setTimeout(() => child.kill('SIGTERM'), RUN_MS);
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(late);
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code, result: last === '' ? undefined : (JSON.parse(last) as ChaosResult), output });
    });
  });
