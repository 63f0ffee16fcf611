import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { judgeCommand } from './judge-command';

/** One JVM that does what tests ask of Kafka's own client: see `runJava`. It ends with the process that started it. */
export class JavaJudge {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<JavaJudge> {
    const { java, args } = await judgeCommand();
    const child = spawn(java, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'exit').then(() => {
      throw new Error('The Java judge has ended before it said where it listens.');
    });
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
    ended.catch(() => undefined); // from here on nobody waits for it
    child.unref();
    return new JavaJudge(child, Number(line));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.ref();
    const exited = once(this.child, 'exit');
    this.child.stdin?.end();
    await exited;
  }
}
