import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './engine-handle';
import { asIdentity, isRunning, processIdentity } from './process-identity';

const POLL_MS = 500;

const holderOf = async (lock: string): Promise<ReturnType<typeof asIdentity>> => {
  try {
    return asIdentity(JSON.parse(await readFile(lock, 'utf8')));
  } catch {
    return undefined; // it was released between our two looks, or is unreadable: that counts as nobody
  }
};

// The lock is linked into place with its content, so nobody ever reads a lock without a holder.
const tryLock = async (lock: string): Promise<boolean> => {
  const candidate = `${lock}-${randomUUID()}`;
  await writeFile(candidate, JSON.stringify(processIdentity(process.pid)));
  try {
    await link(candidate, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(candidate, { force: true });
  }
};

const acquire = async (lock: string, done: () => boolean, progress: Progress): Promise<boolean> => {
  let announced = false;
  while (!done()) {
    if (await tryLock(lock)) return true;
    const holder = await holderOf(lock);
    if (holder === undefined || !isRunning(holder)) {
      // Two waiters may both take over here. Then both build, and the later rename finds the work done.
      await rm(lock, { force: true });
      continue;
    }
    if (!announced) progress(`waiting for process ${holder.pid}, which is making ${path.basename(lock, '.lock')}`);
    announced = true;
    await delay(POLL_MS);
  }
  return false;
};

/**
 * Returns the folder `target`, which `make` fills once and for all under another name and which is renamed when
 * complete. One process at a time does this, so nobody ever sees half of it.
 */
export const installOnce = async (
  target: string,
  make: (folder: string) => Promise<void>,
  progress: Progress,
): Promise<void> => {
  const done = (): boolean => existsSync(target);
  if (done()) return;
  const parent = path.dirname(target);
  await mkdir(parent, { recursive: true });
  const lock = `${target}.lock`;
  if (!(await acquire(lock, done, progress))) return;
  try {
    if (done()) return;
    const prefix = `${path.basename(target)}.partial-`;
    const left = (await readdir(parent)).filter((name) => name.startsWith(prefix));
    await Promise.all(left.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
    const partial = path.join(parent, `${prefix}${randomUUID()}`);
    await mkdir(partial);
    try {
      await make(partial);
      await rename(partial, target);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      if (!done()) throw error;
    }
  } finally {
    await rm(lock, { force: true });
  }
};
