import { spawn } from 'node:child_process';
import { GatewayError } from '../errors';
import { endWithParent } from './end-with-parent';
import type { Progress } from './engine-handle';

const STILL_ALIVE_MS = 10_000;
const KEPT_LINES = 30;

export interface ToolRun {
  /** The activity to be shown: "building Temporal". */
  readonly doing: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Says what the last line of output means to a reader, if anything. */
  readonly describe?: (lines: number, lastLine: string) => string;
  /** Added to the error when it fails. */
  readonly advice: string;
  readonly progress: Progress;
}

const minutes = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, '0')} min`;
};

/** Runs a build tool and reports every ten seconds that it is alive. Fails with the tool's own last lines. */
export const runTool = (run: ToolRun): Promise<void> =>
  new Promise((resolve, reject) => {
    const startedAt = Date.now();
    const kept: string[] = [];
    let lines = 0;
    const child = spawn(run.command, run.args, { cwd: run.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    endWithParent(child);
    const take = (chunk: Buffer): void => {
      for (const line of chunk.toString('utf8').split('\n')) {
        if (line.trim() === '') continue;
        lines += 1;
        kept.push(line);
        if (kept.length > KEPT_LINES) kept.shift();
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setInterval(() => {
      const detail = run.describe?.(lines, kept.at(-1) ?? '') ?? '';
      run.progress(`${run.doing}: still working after ${minutes(Date.now() - startedAt)}${detail && `, ${detail}`}`);
    }, STILL_ALIVE_MS);
    const fail = (what: string, cause?: unknown): void => {
      clearInterval(timer);
      const message = `${run.doing} failed: \`${run.command} ${run.args.join(' ')}\` ${what}. ${run.advice}`;
      reject(new GatewayError('engine-failed', [message, ...kept].join('\n'), { cause }));
    };
    child.once('error', (error) => {
      fail(`could not be run (${error.message})`, error);
    });
    child.once('close', (code, signal) => {
      if (code !== 0) {
        fail(`ended with ${signal ?? code?.toString() ?? 'no exit code'}`);
        return;
      }
      clearInterval(timer);
      run.progress(`${run.doing}: done in ${minutes(Date.now() - startedAt)}`);
      resolve();
    });
  });
