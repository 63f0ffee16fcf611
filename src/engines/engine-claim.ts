import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError } from '../errors';
import { asIdentity, isRunning, processIdentity, type ProcessIdentity } from './process-identity';

const FILE = 'engine.pid';
const GONE_MS = 10_000;
const POLL_MS = 50;

interface Claim {
  readonly engine: ProcessIdentity | undefined;
  readonly owner: ProcessIdentity | undefined;
}

const read = async (directory: string): Promise<Claim | undefined> => {
  try {
    const parsed: unknown = JSON.parse(await readFile(path.join(directory, FILE), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { engine, owner } = parsed as { readonly engine?: unknown; readonly owner?: unknown };
    return { engine: asIdentity(engine), owner: asIdentity(owner) };
  } catch {
    return undefined; // the file is missing or was cut short by a crash: then it names nobody
  }
};

/**
 * Makes sure that no other engine uses this data directory. One that outlived its parent is ended; one whose parent
 * lives belongs to somebody else: GatewayError('refused'). A process is touched only if its number and its start time
 * match the record.
 */
export const claimDirectory = async (directory: string): Promise<void> => {
  const claim = await read(directory);
  if (claim?.engine === undefined || !isRunning(claim.engine)) return;
  const { engine, owner } = claim;
  if (owner !== undefined && isRunning(owner)) {
    throw new GatewayError(
      'refused',
      `${directory} is in use: process ${owner.pid} runs an engine on it (process ${engine.pid}). ` +
        'Stop that one first, or use another directory.',
    );
  }
  process.kill(engine.pid, 'SIGKILL');
  const deadline = Date.now() + GONE_MS;
  while (isRunning(engine)) {
    if (Date.now() > deadline) {
      throw new GatewayError('engine-failed', `Process ${engine.pid} on ${directory} does not end.`);
    }
    await delay(POLL_MS);
  }
};

/** Records the engine that now uses the directory, so that a later start can end it if we cannot. */
export const recordClaim = async (directory: string, enginePid: number): Promise<void> => {
  const claim: Claim = { engine: processIdentity(enginePid), owner: processIdentity(process.pid) };
  await writeFile(path.join(directory, FILE), JSON.stringify(claim));
};

export const releaseClaim = (directory: string): Promise<void> => rm(path.join(directory, FILE), { force: true });
