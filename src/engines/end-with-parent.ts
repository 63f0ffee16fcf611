import { type ChildProcess, spawn } from 'node:child_process';

const WATCH = 'read -r _; kill -KILL "$1"';

/**
 * Ends `child` when this process ends in any way: a watcher waits on a pipe that the kernel closes with us, so neither
 * SIGKILL nor a crash leaves an engine behind. Once the child has ended, so does its watcher.
 */
export const endWithParent = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  const watcher = spawn('sh', ['-c', WATCH, 'sluice-watcher', child.pid.toString()], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // Ctrl-C in a terminal reaches the whole group and must not end the watcher first
  });
  watcher.once('error', () => {
    child.kill('SIGKILL'); // without a watcher no engine starts: better a failed start than a process that nobody ends
  });
  watcher.unref();
  // A child's stdin is a socket here; it must not keep this process alive.
  (watcher.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  child.once('exit', () => {
    watcher.kill('SIGKILL');
  });
};
