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
    return false; // not there, or not to be run by us: both mean that it cannot be used
  }
};

/** The full path of a command: itself when it is a path, else the first one on PATH. */
export const findExecutable = (command: string): string | undefined => {
  if (command.includes(path.sep)) return isExecutable(command) ? path.resolve(command) : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, command)).find(isExecutable);
};

/** What the program prints about its version, on either output. Throws when it cannot be run. */
export const versionOutput = async (executable: string, args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run(executable, [...args], { timeout: VERSION_MS, killSignal: 'SIGKILL' });
  return `${stdout}${stderr}`.trim();
};
