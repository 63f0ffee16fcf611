import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { judgeCommand } from './judge-command';

const RUN_MS = 180_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

const ask = async (port: number, work: readonly string[], input: string): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port });
  socket.setTimeout(RUN_MS, () => socket.destroy(new Error(`${work.join(' ')}: no answer`)));
  socket.end(`${JSON.stringify(work)}\n${input}`);
  const answer = await text(socket);
  const end = answer.indexOf('\n') + 1;
  if (answer.slice(0, end) === 'done\n') return answer.slice(end);
  throw new Error(`${work.join(' ')}: ${answer.slice(end) || 'the Java judge broke off'}`);
};

const runAlone = async (work: readonly string[], input: string): Promise<string> => {
  const { java, args } = await judgeCommand();
  const options = { timeout: RUN_MS, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const;
  const running = promisify(execFile)(java, [...args, ...work], options);
  running.child.stdin?.end(input);
  return (await running).stdout;
};

/**
 * Runs a task of harness/java/Judge.java with Kafka's own client, and returns what it prints. `input` is its standard
 * input. Within a test run one JVM runs all tasks; elsewhere (bench, chaos) each has its own.
 */
export const runJava = (name: string, args: readonly string[], input = ''): Promise<string> => {
  const port = process.env['SLUICE_TEST_JUDGE'];
  const work = [name, ...args];
  return port === undefined ? runAlone(work, input) : ask(Number(port), work, input);
};
