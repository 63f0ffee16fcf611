import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stateDirectories } from '../../../src/engines';
import { eventually } from '../../../harness/eventually';

const CHECKOUT = path.join(__dirname, '..', '..', '..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The demo with a state directory of its own, which shares the binaries of this machine. */
export class DemoRun {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;

  constructor(state: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts', ...args], {
      cwd: CHECKOUT,
      env: { ...process.env, SLUICE_STATE_DIR: state, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  interrupt(): void {
    this.child.kill('SIGINT');
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** Processes that were started below the state directory: it stands in the environment of each. */
export const leftBehind = (state: string): readonly string[] =>
  execFileSync('ps', ['axeww'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\n')
    .filter((line) => line.includes(`SLUICE_STATE_DIR=${state}`));

/** A place for runs of the demo, which go on with each other's data. */
export interface DemoWorld {
  readonly state: string;
  readonly demo: (args: readonly string[], env?: NodeJS.ProcessEnv) => DemoRun;
}

/** Kills the runs that are left, waits until none of their processes is, and removes their state. */
export const withDemo = async (body: (world: DemoWorld) => Promise<void>): Promise<void> => {
  const runs: DemoRun[] = [];
  const state = mkdtempSync(path.join(tmpdir(), 'sluice-demo-'));
  const { cache } = stateDirectories();
  mkdirSync(cache, { recursive: true });
  symlinkSync(cache, path.join(state, 'cache'));
  const demo: DemoWorld['demo'] = (args, env) => {
    const run = new DemoRun(state, args, env);
    runs.push(run);
    return run;
  };
  try {
    await body({ state, demo });
  } finally {
    for (const run of runs) run.kill();
    await eventually(() => {
      expect(leftBehind(state)).toEqual([]);
    });
    rmSync(state, { recursive: true, force: true });
  }
};
