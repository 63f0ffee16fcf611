// The demo as a stranger runs it: real engines of its own, a gateway as a child process, a result to check.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DemoResult } from '../../demo/demo-result';
import { expectedCommands, type DevicesResult } from '../../demo/devices-result';
import { stateDirectories } from '../../src/engines';
import { eventually } from '../../harness/eventually';

const CHECKOUT = path.join(__dirname, '..', '..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The demo with a state directory of its own, which shares the binaries of this machine. */
class DemoRun {
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
const leftBehind = (state: string): readonly string[] =>
  execFileSync('ps', ['axeww'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\n')
    .filter((line) => line.includes(`SLUICE_STATE_DIR=${state}`));

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

describe('demo', () => {
  let state: string;
  let runs: DemoRun[];

  const demo = (args: readonly string[], env?: NodeJS.ProcessEnv): DemoRun => {
    const run = new DemoRun(state, args, env);
    runs.push(run);
    return run;
  };

  beforeEach(() => {
    runs = [];
    state = mkdtempSync(path.join(tmpdir(), 'sluice-demo-'));
    const { cache } = stateDirectories();
    mkdirSync(cache, { recursive: true });
    symlinkSync(cache, path.join(state, 'cache'));
  });

  afterEach(async () => {
    for (const run of runs) run.kill();
    await eventually(() => {
      expect(leftBehind(state)).toEqual([]);
    });
    rmSync(state, { recursive: true, force: true });
  });

  test('I1, I3, I4, I5, I7: it stays up until Ctrl-C; the next run goes on with the same accounts, loses, repeats and reorders none of 2,000 records, and leaves nothing behind', async () => {
    const first = demo(['--records', '200', '--fresh']);
    await eventually(
      () => {
        expect(first.stdout).toContain('Everything stays up until Ctrl-C');
      },
      { withinMs: 180_000 },
    );
    expect(first.stdout).toMatch(/http:\S+\/namespaces\/default\/workflows\/bank%2Ftransfers%2Facc-\d\d/);
    first.interrupt();
    expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
    expect(leftBehind(state)).toEqual([]);

    const { code, stdout, stderr } = await demo(['--once', '--json']).ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { seconds, ...counts } = lastLine(stdout) as DemoResult;
    expect(counts).toEqual({
      records: 2000,
      effects: 2000,
      duplicateEffects: 0,
      outOfOrder: 0,
      lost: 0,
      balanceOk: true,
    });
    expect(seconds).toBeGreaterThan(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain('2,000 of 2,000 effects');
    const journal = readFileSync(path.join(state, 'data', 'demo', 'ledger.jsonl'), 'utf8');
    expect(journal.trimEnd().split('\n')).toHaveLength(2_200);
    expect(leftBehind(state)).toEqual([]);
  });

  test('I3, I4, I5, I9: what polled devices tell is published once, and each is answered once, though they repeat themselves, fail and hang up', async () => {
    const args = ['devices', '--once', '--json', '--devices', '40', '--events', '8'];
    const { code, stdout, stderr } = await demo(args).ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { seconds, reactions, ...counts } = lastLine(stdout) as DevicesResult;
    expect(counts).toEqual({
      devices: 40,
      events: 320,
      published: 320,
      duplicates: 0,
      lost: 0,
      outOfOrder: 0,
      duplicateReactions: 0,
      lostReactions: 0,
    });
    expect(reactions).toBe(expectedCommands({ devices: 40, events: 8 }));
    expect(reactions).toBeGreaterThan(40);
    expect(seconds).toBeGreaterThan(0);
    expect(leftBehind(state)).toEqual([]);
  }, 300_000);

  test('a machine without Java is told what to install, without a stack', async () => {
    const env = { PATH: path.join(state, 'nothing'), JAVA_HOME: '', SLUICE_KAFKA_BROKERS: '' };
    const { code, stdout, stderr } = await demo(['--once', '--json'], env).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Install a Java 17 or newer');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
