import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

// The same path from src/engines and from lib/engines.
const ROOT = path.join(__dirname, '..', '..', 'engines');

/** The committed folder that says how an engine is built. */
export const engineAssets = (engine: 'kafka' | 'temporal'): string => path.join(ROOT, engine);

/** A short digest of such files, so that another version gets another place in the cache. */
export const assetsDigest = (engine: 'kafka' | 'temporal', files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(engineAssets(engine), file)));
  return hash.digest('hex').slice(0, 12);
};
