import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const VERSION_MS = 15_000;
const run = promisify(execFile);

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // it is absent or may not be run by us: either way it cannot be used
  }
};

/** Returns the full path of a command: the command itself if it is a path, otherwise the first one on PATH. */
export const findExecutable = (command: string): string | undefined => {
  if (command.includes(path.sep)) return isExecutable(command) ? path.resolve(command) : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, command)).find(isExecutable);
};

/** Returns what the program prints about its version, on either output. Throws if it cannot be run. */
export const versionOutput = async (executable: string, args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run(executable, [...args], { timeout: VERSION_MS, killSignal: 'SIGKILL' });
  return `${stdout}${stderr}`.trim();
};
